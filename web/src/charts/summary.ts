import type { Column } from '@/lib/columns';
import type { Line } from './lines';
import type { Cursor } from './plot';
import { formatMoment } from './time';

export interface Summary {
  latest: number | null;
  min: number | null;
  max: number | null;
}

/// The newest value, and the extremes from index `first` on. One plain loop: a day has 86,400 values.
export function summarise(column: Column | undefined, first: number): Summary {
  const summary: Summary = { latest: null, min: null, max: null };
  if (column === undefined) return summary;
  const { avg, min = avg, max = avg } = column;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = first; at < avg.length; at += 1) {
    const low = min[at];
    const high = max[at];
    if (low != null && low < least) least = low;
    if (high != null && high > most) most = high;
  }
  const latest = avg.findLast((value, at) => at >= first && value != null) ?? null;
  const known = Number.isFinite(least) && Number.isFinite(most);
  return known ? { latest, min: least, max: most } : summary;
}

/// A chart in words, for those who do not see it.
export function describe(
  title: string,
  lines: readonly Line[],
  summaries: readonly Summary[],
  format: (value: number) => string,
): string {
  const sentences = lines.map(({ label }, index) => {
    const { latest, min, max } = summaries[index] ?? {};
    if (latest == null || min == null || max == null) return `${label}: no values.`;
    return `${label}: latest ${format(latest)}, lowest ${format(min)}, highest ${format(max)}.`;
  });
  return [`${title} over time.`, ...sentences].join(' ');
}

/// The values at the crosshair in words.
export function inWords(
  { time, lines: readings }: Pick<Cursor, 'time' | 'lines'>,
  lines: readonly Line[],
  format: (value: number) => string,
): string {
  const values = lines.map(({ label }, index) => {
    const value = readings[index]?.value ?? null;
    return `${label}: ${value === null ? 'no value' : format(value)}`;
  });
  return [formatMoment(time), ...values].join(', ');
}
