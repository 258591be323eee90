import type uPlot from 'uplot';
import { seriesOf } from './aligned';
import { coloursOf, type Palette } from './colours';
import { isolatedPoints } from './isolated';
import type { Line } from './lines';
import { type ScaleKind, scaleRange } from './scale';
import { timeTicks } from './time';
import { formatOf } from './units';

export interface Look {
  lines: readonly Line[];
  scale: ScaleKind;
  /// As the catalogue names it.
  unit: string;
  /// Whether the data holds minima and maxima, which are drawn as a band.
  band: boolean;
  palette: Palette;
}

/// What the plot asks of its surroundings and tells them.
export interface Wiring {
  stretch(): [from: number, to: number];
  onCursor(u: uPlot): void;
  onSelect(from: number, to: number): void;
  onReset(): void;
}

/// The reference's 12 px.
const font = '12px ui-sans-serif, system-ui, sans-serif';
/// One width of the value axis for all charts, so that their times stand below one another: enough for
/// `2500 MHz` in a wide font.
const valueAxisWidth = 72;
/// A chart below this width has no room to give away: its value axis is as wide as its own labels.
const roomy = 480;
/// Pixels of a character at most, and of what stands beside a label.
const character = 7;
const beside = 14;
/// The most lines whose bands can be told apart; of more, the tooltip says the extremes.
const mostBands = 3;
/// Charts with this key share their crosshair.
const syncKey = 'mimon';
/// Pixels from the crosshair to the nearest point, from which on it stands at none.
export const reach = 24;
/// Pixels that a drag must cover to count as one.
const dragDistance = 6;

export function options(look: Look, wiring: Wiring, size: { width: number; height: number }) {
  return {
    ...size,
    series: seriesFor(look),
    bands: bandsOf(look),
    scales: {
      x: { time: true, range: () => wiring.stretch() },
      y: { range: (_u, low, high) => scaleRange(look.scale, low, high) },
    },
    axes: axesFor(look),
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: (_u, series) => (isEdge(series, look) ? 0 : 7), width: 0 },
      hover: { prox: reach },
      drag: { x: true, y: false, setScale: false, dist: dragDistance },
      sync: { key: syncKey, scales: ['x', null] },
      bind: { dblclick: () => () => reset(wiring) },
    },
    hooks: {
      setCursor: [wiring.onCursor],
      setSelect: [(u) => select(u, wiring)],
    },
  } satisfies uPlot.Options;
}

/// Whether a series is the edge of a band, which has no dot at the crosshair.
function isEdge(series: number, { band }: Look): boolean {
  return band && series % 3 !== 1;
}

function reset(wiring: Wiring): null {
  wiring.onReset();
  return null;
}

/// Charts that share the crosshair see the selection as well; only the one it was made in tells.
function select(u: uPlot, wiring: Wiring): void {
  const { left, width } = u.select;
  if (width === 0) return;
  if (u.cursor.event != null) {
    wiring.onSelect(u.posToVal(left, 'x'), u.posToVal(left + width, 'x'));
  }
  u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function seriesFor({ lines, band }: Look): uPlot.Series[] {
  const drawn = lines.flatMap(({ label, colour, dash }) => {
    const line: uPlot.Series = {
      label,
      stroke: colour,
      width: 1.5,
      spanGaps: false,
      points: { show: false, filter: isolatedPoints, size: 4, fill: colour },
    };
    if (dash.length > 0) line.dash = [...dash];
    const edge = { label, points: { show: false } };
    return band ? [line, { ...edge }, { ...edge }] : [line];
  });
  return [{}, ...drawn];
}

function bandsOf({ band, lines }: Look): uPlot.Band[] {
  return band && lines.length <= mostBands ? lines.map(bandFor) : [];
}

function bandFor({ colour }: Line, index: number): uPlot.Band {
  const { min, max } = seriesOf(index, true);
  return { series: [max, min], fill: `${colour}33` };
}

function widthOfValueAxis(plot: number, labels: readonly string[]): number {
  const longest = Math.max(3, ...labels.map(({ length }) => length));
  return plot < roomy ? Math.min(valueAxisWidth, beside + character * longest) : valueAxisWidth;
}

function axesFor({ scale, unit, palette }: Look): uPlot.Axis[] {
  const { tick, steps, ticks } = formatOf(unit);
  const { text, grid } = coloursOf(palette);
  const common = {
    stroke: text,
    font,
    grid: { stroke: grid, width: 1, dash: [3, 3] },
    ticks: { stroke: grid, width: 1, size: 4 },
    border: { show: true, stroke: grid, width: 1 },
  };
  const time: uPlot.Axis = {
    ...common,
    space: 64,
    size: 28,
    values: (_u, splits, _axis, _space, distance) => timeTicks(splits, distance),
  };
  const value: uPlot.Axis = {
    ...common,
    space: 32,
    size: (u, values) => widthOfValueAxis(u.width, values ?? []),
    values: (_u, splits) => splits.map((split) => (split === null ? '' : tick(split))),
  };
  if (scale === 'percent') value.splits = [0, 25, 50, 75, 100];
  else if (ticks) value.splits = (_u, _axis, low, high) => ticks(low, high);
  else if (steps) value.incrs = steps;
  return [time, value];
}
