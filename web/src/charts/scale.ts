/// The value axis: `percent` is always 0 to 100; `hundred` the same until a value exceeds it, as
/// for temperatures; `zero` begins at zero; `free` holds what is there, as for counters.
export type ScaleKind = 'percent' | 'hundred' | 'zero' | 'free';

/// The range of an axis whose values run from `low` to `high`, which are `null` without values.
export function scaleRange(
  kind: ScaleKind,
  low: number | null,
  high: number | null,
): [number, number] {
  if (kind === 'percent') return [0, 100];
  if (low === null || high === null) return kind === 'hundred' ? [0, 100] : [0, 1];
  if (kind === 'hundred') return [Math.min(0, low), Math.max(100, high)];
  if (kind === 'zero') return [Math.min(0, low), high > 0 ? high * 1.1 : low < 0 ? 0 : 1];
  const margin = (high - low) * 0.1 || Math.abs(high) * 0.1 || 1;
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin];
}
