import type { CatalogEntry } from '@/api/types';
import { coloursOf, type Palette, type Tone } from '@/charts/colours';
import { dashes, type Line, lookOf } from '@/charts/lines';
import type { ScaleKind } from '@/charts/scale';
import type { Settings } from '@/lib/settings';
import { keyOf, type Series } from '@/live/history/series';
import { titleOf } from './titles';

export interface Chart {
  id: string;
  title: string;
  unit: string;
  scale: ScaleKind;
  lines: readonly Line[];
  series: readonly Series[];
}

interface Point {
  device: 'gpu' | 'host';
  metric: string;
  label: string;
  /// `null` for the first of a palette's lines.
  tone: Tone | null;
}

interface Plan {
  id: string;
  title: string;
  scale: ScaleKind;
  points: readonly Point[];
}

const plans: readonly Plan[] = [
  {
    id: 'utilization',
    title: 'Utilization',
    scale: 'percent',
    points: [
      { device: 'gpu', metric: 'utilization', label: 'GPU %', tone: 'purple' },
      { device: 'host', metric: 'cpu.percent', label: 'CPU %', tone: 'cyan' },
    ],
  },
  {
    id: 'memory',
    title: 'Memory Usage',
    scale: 'percent',
    points: [
      { device: 'gpu', metric: 'memory.used_percent', label: 'GPU Memory %', tone: 'blue' },
      { device: 'host', metric: 'ram.used_percent', label: 'RAM %', tone: 'violet' },
    ],
  },
  {
    id: 'temperature',
    title: 'Temperature',
    scale: 'hundred',
    points: [{ device: 'gpu', metric: 'temperature', label: 'GPU Temp °C', tone: 'amber' }],
  },
];

/// Without a GPU, what every machine has.
const hostPlans: readonly Plan[] = [
  {
    id: 'utilization',
    title: 'Utilization',
    scale: 'percent',
    points: [{ device: 'host', metric: 'cpu.percent', label: 'CPU %', tone: 'cyan' }],
  },
  {
    id: 'memory',
    title: 'Memory Usage',
    scale: 'percent',
    points: [
      { device: 'host', metric: 'ram.used_percent', label: 'RAM %', tone: 'violet' },
      { device: 'host', metric: 'swap.used_percent', label: 'Swap %', tone: 'pink' },
    ],
  },
  {
    id: 'disk',
    title: 'Disk I/O',
    scale: 'zero',
    points: [
      { device: 'host', metric: 'disk_io.read_rate', label: 'Read', tone: 'yellow' },
      { device: 'host', metric: 'disk_io.write_rate', label: 'Write', tone: 'orange' },
    ],
  },
];

export type Catalogue = readonly CatalogEntry[];

/// What the reader chose that charts follow.
export interface Look {
  palette: Palette;
  temperatureUnit: Settings['temperatureUnit'];
}

const standardLook: Look = { palette: 'standard', temperatureUnit: 'celsius' };

/// The charts that everyone sees: of the GPUs and the host, or of the host alone.
export function defaultCharts(
  catalogue: Catalogue,
  gpus: readonly number[],
  look: Look = standardLook,
): Chart[] {
  return (gpus.length > 0 ? plans : hostPlans)
    .map((plan) => chartOf(plan, catalogue, gpus, look))
    .filter(({ lines }) => lines.length > 0);
}

/// A chart of one more metric, `gpu.power.usage` or `host.cpu.iowait`; `null` where there is none.
export function addedChart(
  catalogue: Catalogue,
  gpus: readonly number[],
  id: string,
  look: Look = standardLook,
): Chart | null {
  const entry = catalogue.find((one) => chartId(one) === id);
  if (!entry || !offers(entry, gpus)) return null;
  const device = entry.device === 'gpu' ? 'gpu' : 'host';
  const title = titleOf(entry);
  const point = { device, metric: entry.id, label: title, tone: null } as const;
  return chartOf({ id, title, scale: scaleOf(entry), points: [point] }, catalogue, gpus, look);
}

export function chartId({ device, id }: CatalogEntry): string {
  return `${device}.${id}`;
}

/// Whether the history can answer for this metric here: it does for GPUs and the host as a whole.
export function offers({ device }: CatalogEntry, gpus: readonly number[]): boolean {
  return device === 'host' || (device === 'gpu' && gpus.length > 0);
}

function scaleOf({ unit, kind }: CatalogEntry): ScaleKind {
  if (kind === 'counter') return 'free';
  if (unit === 'percent') return 'percent';
  return unit === 'celsius' ? 'hundred' : 'zero';
}

function chartOf(plan: Plan, catalogue: Catalogue, gpus: readonly number[], look: Look): Chart {
  const lines: Line[] = [];
  const series: Series[] = [];
  let unit = 'none';
  for (const point of plan.points) {
    const entry = catalogue.find(
      ({ id, device }) => id === point.metric && device === point.device,
    );
    if (!entry) continue;
    unit = entry.unit;
    for (const gpu of point.device === 'gpu' ? gpus : [null]) {
      const key = keyOf(gpu, entry.id);
      series.push({ key, gpu, metric: entry.id, path: entry.path, flags: entry.kind === 'flags' });
      lines.push({ key, ...lineFor(point, gpu, gpus.length, lines.length, look) });
    }
  }
  const { id, title, scale } = plan;
  return { id, title, unit, scale, lines, series };
}

/// A single GPU's line has its metric's name and colour; several have one each, below a title that
/// names the metric, and what stands beside them has none of theirs.
function lineFor(
  { label, tone }: Point,
  gpu: number | null,
  gpus: number,
  index: number,
  { palette, temperatureUnit }: Look,
): Omit<Line, 'key'> {
  const text = temperatureUnit === 'fahrenheit' ? label.replace('°C', '°F') : label;
  const dash = dashes[index % dashes.length] ?? [];
  const { host, ...tones } = coloursOf(palette);
  if (gpu === null && gpus > 1) return { label: text, colour: host, dash };
  if (gpu === null || gpus < 2) {
    const colour = tone === null ? lookOf(0, palette).colour : tones[tone];
    return { label: text, colour, dash };
  }
  return { label: `GPU ${gpu}`, ...lookOf(index, palette) };
}
