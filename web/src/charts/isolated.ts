import type uPlot from 'uplot';

/// The points that no line leads to or from, since there is a gap on either side.
export function isolated(
  values: readonly (number | null | undefined)[],
  first: number,
  last: number,
): number[] {
  const found: number[] = [];
  let before: number | null = null;
  let candidate = -1;
  for (let at = first; at <= last + 1; at += 1) {
    const value = at > last ? null : values[at];
    if (value === undefined) continue;
    if (value === null && candidate >= 0) found.push(candidate);
    candidate = value !== null && before === null ? at : -1;
    before = value;
  }
  return found;
}

/// The same for uPlot, which draws what this returns as dots.
export const isolatedPoints: uPlot.Series.Points.Filter = (u, series, _show, gaps) => {
  const [first, last] = u.series[0]?.idxs ?? [0, -1];
  if (!gaps || gaps.length === 0) return null;
  return isolated(u.data[series] as (number | null | undefined)[], first, last);
};
