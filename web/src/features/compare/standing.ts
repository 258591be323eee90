import type { ComparisonRow } from '@/api/types';
import { isKnown } from '@/lib/absent';

export type Standing = 'highest' | 'lowest';

export type Rows = ReadonlyMap<string, ComparisonRow>;

export function rowsByMetric(rows: ComparisonRow[]): Rows {
  return new Map(rows.map((row) => [row.metric, row]));
}

/// Whether a GPU has the highest or the lowest value; `null` in between. GPUs that tie share the
/// place, as long as they are the fewer: the zero of all but one is nothing to point at.
export function standingOf(row: ComparisonRow | undefined, gpuId: number): Standing | null {
  const value = row?.gpus.find((entry) => entry.gpu_id === gpuId)?.value;
  if (row === undefined || !isKnown(value) || row.highest.value === row.lowest.value) return null;
  const alike = row.gpus.filter((entry) => entry.value === value).length;
  if (2 * alike > row.gpus.length) return null;
  if (value === row.highest.value) return 'highest';
  return value === row.lowest.value ? 'lowest' : null;
}

/// The mean of all GPUs' shares of their own limits, in per cent.
export function meanShare(row: ComparisonRow | undefined): number | null {
  const shares = (row?.gpus ?? []).map((entry) => entry.share_of_limit).filter(isKnown);
  if (shares.length === 0) return null;
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
