import { describe, expect, it } from 'vitest';
import { levelOf } from './status';

describe('levelOf', () => {
  it.each([
    ['utilization', 49.9, 'good'],
    ['utilization', 50, 'elevated'],
    ['utilization', 80, 'high'],
    ['temperature', 59.9, 'good'],
    ['temperature', 60, 'elevated'],
    ['temperature', 75, 'high'],
    ['storage', 69.9, 'good'],
    ['storage', 70, 'elevated'],
    ['storage', 85, 'high'],
  ] as const)('calls a %s of %d %s', (kind, value, level) => {
    expect(levelOf(kind, value)).toBe(level);
  });

  it('has no level for an unknown value, and one for zero', () => {
    expect(levelOf('temperature', null)).toBeNull();
    expect(levelOf('temperature', undefined)).toBeNull();
    expect(levelOf('temperature', 0)).toBe('good');
  });
});
