import type uPlot from 'uplot';
import type { Column, Columns, Value } from '@/lib/columns';
import type { Line } from './lines';

/// Where a line's columns stand among uPlot's series, of which the first is the time axis.
export function seriesOf(line: number, band: boolean): { avg: number; min: number; max: number } {
  const avg = 1 + line * (band ? 3 : 1);
  return { avg, min: avg + 1, max: avg + 2 };
}

/// Whether any line has extremes to draw a band of.
export function hasBand(data: Columns, lines: readonly Line[]): boolean {
  return lines.some(({ key }) => data.columns[key]?.max !== undefined);
}

const none: readonly Value[] = [];

/// The columns of `lines` as uPlot takes them. Arrays are handed on, not copied.
export function aligned(data: Columns, lines: readonly Line[], band: boolean): uPlot.AlignedData {
  const values = lines.flatMap(({ key }) => {
    const { avg, min = avg, max = avg }: Column = data.columns[key] ?? { avg: none };
    return band ? [avg, min, max] : [avg];
  });
  return [data.times, ...values] as unknown as uPlot.AlignedData;
}
