import type { Column, Value } from '@/lib/columns';
import type { Line } from './lines';

export interface Summary {
  latest: number | null;
  min: number | null;
  max: number | null;
}

/// The newest value, and the extremes from index `first` on.
export function summarise(column: Column | undefined, first: number): Summary {
  const summary: Summary = { latest: null, min: null, max: null };
  if (column === undefined) return summary;
  const { avg, min = avg, max = avg } = column;
  for (let at = first; at < avg.length; at += 1) {
    summary.latest = known(avg[at]) ?? summary.latest;
    summary.min = least(summary.min, min[at]);
    summary.max = most(summary.max, max[at]);
  }
  return summary;
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

function known(value: Value): number | null {
  return value ?? null;
}

function least(a: number | null, b: Value): number | null {
  return b == null ? a : a === null ? b : Math.min(a, b);
}

function most(a: number | null, b: Value): number | null {
  return b == null ? a : a === null ? b : Math.max(a, b);
}
