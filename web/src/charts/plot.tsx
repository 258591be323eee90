import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Columns } from '@/lib/columns';
import { useSettings } from '@/lib/settings';
import { aligned, hasBand, seriesOf } from './aligned';
import { canWait, type Picture } from './growth';
import type { Line } from './lines';
import { type Look, options, reach } from './options';
import type { ScaleKind } from './scale';
import { whenNear } from './when_near';

/// Where the crosshair stands.
export interface Cursor {
  time: number;
  /// Each line's value there, and its extremes where a point stands for more than one sample; all
  /// `null` in a gap.
  lines: Reading[];
  /// Pixels from the left of the plot, axis included, and the plot's whole width.
  left: number;
  width: number;
  /// Whether it is this chart's own, and not that of one that shares its crosshair.
  here: boolean;
}

export interface Reading {
  value: number | null;
  min: number | null;
  max: number | null;
}

export interface PlotProps {
  lines: readonly Line[];
  data: Columns;
  /// What the time axis shows, in seconds since 1970.
  from: number;
  to: number;
  scale: ScaleKind;
  unit: string;
  height: number;
  /// The moment that the keyboard holds the crosshair at.
  at: number | null;
  onCursor(cursor: Cursor | null): void;
  onZoom(from: number, to: number): void;
  onReset(): void;
}

/// uPlot on a canvas as wide as there is room.
export function Plot(props: PlotProps) {
  const { lines, data, from, to, scale, unit, height, at } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const current = useRef(props);
  const drawn = useRef<Picture | null>(null);
  const begun = useRef(false);
  const band = hasBand(data, lines);
  const palette = useSettings((settings) => settings.palette);
  const look = useMemo<Look>(
    () => ({ lines, scale, unit, band, palette }),
    [lines, scale, unit, band, palette],
  );

  useLayoutEffect(() => {
    current.current = props;
  });

  useLayoutEffect(() => {
    const target = box.current;
    if (target === null) return;
    const begin = () => {
      begun.current = true;
      plot.current = create(target, look, current);
      show(plot.current, current.current, look, drawn);
    };
    // Another look comes at once, in the place of the one before.
    if (begun.current) begin();
    const leave = begun.current ? undefined : whenNear(target, begin);
    const observer = new ResizeObserver(() => widen(plot.current, target));
    observer.observe(target);
    return () => {
      leave?.();
      observer.disconnect();
      plot.current?.destroy();
      plot.current = null;
      drawn.current = null;
    };
  }, [look]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: uPlot reads `from` and `to` by itself.
  useEffect(() => {
    if (plot.current !== null) show(plot.current, props, look, drawn);
  }, [data, look, from, to]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the moment moves with the time axis.
  useEffect(() => {
    const u = plot.current;
    if (u === null || at === null) return;
    point(u, at);
    return () => point(u, null);
  }, [at, data, look, height, from, to]);

  return <div ref={box} style={{ height }} />;
}

function create(target: HTMLElement, look: Look, current: { readonly current: PlotProps }): uPlot {
  const size = { width: Math.max(target.clientWidth, 1), height: current.current.height };
  return new uPlot(options(look, wiringOf(current, look), size), [[]], target);
}

/// Makes it as wide as there is room, unless it is.
function widen(u: uPlot | null, { clientWidth: width }: HTMLElement): void {
  if (u !== null && width > 0 && width !== u.width) u.setSize({ width, height: u.height });
}

/// Draws what there is, where that would be seen.
function show(
  u: uPlot,
  { data, from, to }: PlotProps,
  look: Look,
  drawn: { current: Picture | null },
): void {
  const next = { data, from, to };
  if (drawn.current !== null && canWait(drawn.current, next, look.lines, u.bbox.width)) return;
  drawn.current = next;
  u.setData(aligned(data, look.lines, look.band));
}

function wiringOf(current: { readonly current: PlotProps }, look: Look) {
  return {
    stretch: (): [number, number] => [current.current.from, current.current.to],
    onCursor: (u: uPlot) =>
      current.current.onCursor(cursorOf(u, look, current.current.at !== null)),
    onSelect: (from: number, to: number) => current.current.onZoom(from, to),
    onReset: () => current.current.onReset(),
  };
}

/// The types leave the last one out: whether charts that share the crosshair follow.
type SetCursor = (at: { left: number; top: number }, fire: boolean, share: boolean) => void;

/// Puts the crosshair at a moment; `null` takes it away.
function point(u: uPlot, time: number | null): void {
  const at = time === null ? { left: -10, top: -10 } : { left: u.valToPos(time, 'x'), top: 0 };
  (u.setCursor as SetCursor)(at, true, true);
}

function cursorOf(u: uPlot, { lines, band }: Look, held: boolean): Cursor | null {
  const { idx, idxs = [], left = -1, event } = u.cursor;
  const time = idx == null ? undefined : u.data[0]?.[idx];
  if (time == null || left < 0) return null;
  if (Math.abs(u.valToPos(time, 'x') - left) > reach) return null;
  const at = (series: number) => u.data[series]?.[idxs[series] ?? -1] ?? null;
  return {
    time,
    lines: lines.map((_, line) => {
      const { avg, min, max } = seriesOf(line, band);
      return { value: at(avg), min: band ? at(min) : null, max: band ? at(max) : null };
    }),
    left: left + u.bbox.left / uPlot.pxRatio,
    width: u.width,
    here: event != null || held,
  };
}
