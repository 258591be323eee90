import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Columns } from '@/lib/columns';
import { aligned, hasBand, seriesOf } from './aligned';
import type { Line } from './lines';
import { type Look, options, reach } from './options';
import type { ScaleKind } from './scale';

/// Where the crosshair stands.
export interface Cursor {
  time: number;
  /// Each line's value there, and its extremes where a point stands for more than one sample; all
  /// `null` in a gap.
  lines: Reading[];
  /// Pixels from the left of the plot, axis included, and the plot's whole width.
  left: number;
  width: number;
  /// Whether the pointer is on this chart, and not on one that shares its crosshair.
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
  onCursor(cursor: Cursor | null): void;
  onZoom(from: number, to: number): void;
  onReset(): void;
}

/// uPlot on a canvas as wide as there is room.
export function Plot(props: PlotProps) {
  const { lines, data, from, to, scale, unit, height } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const current = useRef(props);
  const band = hasBand(data, lines);
  const look = useMemo<Look>(() => ({ lines, scale, unit, band }), [lines, scale, unit, band]);

  useLayoutEffect(() => {
    current.current = props;
  });

  useLayoutEffect(() => {
    const target = box.current;
    if (target === null) return;
    const size = { width: Math.max(target.clientWidth, 1), height };
    const u = new uPlot(options(look, wiringOf(current, look), size), [[]], target);
    plot.current = u;
    const observer = new ResizeObserver(() => {
      const width = target.clientWidth;
      // It tells the first width as well, which is the one that was drawn.
      if (width > 0 && width !== u.width) u.setSize({ width, height });
    });
    observer.observe(target);
    return () => {
      observer.disconnect();
      u.destroy();
      plot.current = null;
    };
  }, [look, height]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: uPlot reads `from` and `to` by itself.
  useEffect(() => {
    plot.current?.setData(aligned(data, look.lines, look.band));
  }, [data, look, height, from, to]);

  return <div ref={box} style={{ height }} />;
}

function wiringOf(current: { readonly current: PlotProps }, look: Look) {
  return {
    stretch: (): [number, number] => [current.current.from, current.current.to],
    onCursor: (u: uPlot) => current.current.onCursor(cursorOf(u, look)),
    onSelect: (from: number, to: number) => current.current.onZoom(from, to),
    onReset: () => current.current.onReset(),
  };
}

function cursorOf(u: uPlot, { lines, band }: Look): Cursor | null {
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
    here: event != null,
  };
}
