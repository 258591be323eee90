import { describe, expect, it } from 'vitest';
import { canWait, type Picture } from './growth';
import type { Line } from './lines';

const lines = [{ key: 'a', label: 'A', colour: '#fff', dash: [] }] as Line[];

/// An hour at one second up to `to`, of which `change` tells the values.
function hour(to: number, change = (time: number): number | null => time % 7): Picture {
  const times = Array.from({ length: 3600 }, (_, index) => to - 3600 + index);
  return { data: { times, columns: { a: { avg: times.map(change) } } }, from: to - 3600, to };
}

describe('a picture', () => {
  it('waits until new samples move it by a pixel, and five seconds at most', () => {
    expect(canWait(hour(10_000), hour(10_001), lines, 900)).toBe(true);
    expect(canWait(hour(10_000), hour(10_003), lines, 900)).toBe(true);
    expect(canWait(hour(10_000), hour(10_004), lines, 900)).toBe(false);
    expect(canWait(hour(10_000), hour(10_004), lines, 300)).toBe(true);
    expect(canWait(hour(10_000), hour(10_005), lines, 300)).toBe(false);
    expect(canWait(hour(10_000), hour(10_001), lines, 7200)).toBe(false);
  });

  it('is drawn at once where something else is to be seen', () => {
    const drawn = hour(10_000);
    const other = hour(10_001, (time) => time % 5);
    const unknown = hour(10_000, () => null);
    const closer = { ...hour(10_001), from: 9000 };
    const elsewhere = hour(9000);
    expect(canWait(drawn, other, lines, 900)).toBe(false);
    expect(canWait(unknown, hour(10_001), lines, 900)).toBe(false);
    expect(canWait(drawn, closer, lines, 900)).toBe(false);
    expect(canWait(drawn, elsewhere, lines, 900)).toBe(false);
    expect(canWait({ ...drawn, data: { times: [], columns: {} } }, drawn, lines, 900)).toBe(false);
  });
});
