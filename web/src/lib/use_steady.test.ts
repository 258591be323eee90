import { act, renderHook } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useSteady } from './use_steady';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Fault {
  key: string;
  words: string;
}
const keyOf = ({ key }: Fault) => key;

function hold() {
  const { result, rerender } = renderHook(({ items }) => useSteady(items, keyOf), {
    initialProps: { items: [] as Fault[] },
  });
  /// A sample that has these, and some time after it.
  const sample = (keys: string[], milliseconds = 1000, words = '') => {
    rerender({ items: keys.map((key) => ({ key, words })) });
    act(() => {
      vi.advanceTimersByTime(milliseconds);
    });
    return result.current.map(keyOf);
  };
  return { result, sample };
}

it('shows what has lasted three seconds', () => {
  const { sample } = hold();
  expect(sample(['a'])).toEqual([]);
  expect(sample(['a'], 1999)).toEqual([]);
  expect(sample(['a'], 1)).toEqual(['a']);
});

it('never shows what is there in every third sample alone', () => {
  const { sample } = hold();
  for (let round = 0; round < 10; round += 1) {
    for (const keys of [['a'], [], []]) expect(sample(keys)).toEqual([]);
  }
});

it('keeps what was shown for ten seconds after its end, and through a break', () => {
  const { sample } = hold();
  sample(['a'], 3000);
  expect(sample([], 9000)).toEqual(['a']);
  expect(sample(['a'])).toEqual(['a']);
  expect(sample([], 9999)).toEqual(['a']);
  expect(sample([], 1)).toEqual([]);
});

it('tells each by itself, in its newest words', () => {
  const { sample, result } = hold();
  sample(['a'], 2000);
  expect(sample(['a', 'b'])).toEqual(['a']);
  expect(sample(['b'], 2000, 'newer')).toEqual(['a', 'b']);
  expect(result.current.map(({ words }) => words)).toEqual(['', 'newer']);
});

it('shows what no further sample denies', () => {
  const { sample } = hold();
  expect(sample(['a'], 60_000)).toEqual(['a']);
});
