import type { Columns } from '@/lib/columns';
import type { Line } from './lines';

/// A picture: what was drawn, and the stretch of time that its axis shows.
export interface Picture {
  data: Columns;
  from: number;
  to: number;
}

/// Seconds that the picture may lag behind at most.
const longestLag = 5;

/// Whether `next` is `drawn` with a few samples more, which would move it by less than one of `pixels`:
/// then it need not be drawn yet. Drawing is what a page costs while it is live.
export function canWait(
  drawn: Picture,
  next: Picture,
  lines: readonly Line[],
  pixels: number,
): boolean {
  const moved = next.to - drawn.to;
  const span = next.to - next.from;
  if (moved < 0 || moved >= Math.min(longestLag, span / pixels)) return false;
  if (Math.abs(drawn.to - drawn.from - span) >= longestLag) return false;
  return keeps(drawn.data, next.data, lines);
}

/// Whether what was known is still so: looked at in three places.
function keeps(before: Columns, after: Columns, lines: readonly Line[]): boolean {
  const last = before.times.length - 1;
  const middle = last >> 1;
  return [last >> 2, middle, last].every((at) => {
    const time = before.times[at];
    const shift = time === undefined ? -1 : indexNear(after.times, time, at);
    const same = ({ key }: Line) => before.columns[key]?.avg[at] === after.columns[key]?.avg[shift];
    return shift >= 0 && lines.every(same);
  });
}

/// Where `time` is, from `at` backwards: rows that grew too old were dropped before it.
function indexNear(times: readonly number[], time: number, at: number): number {
  for (let index = at; index >= 0 && index > at - 2 * longestLag; index -= 1) {
    if (times[index] === time) return index;
  }
  return -1;
}
