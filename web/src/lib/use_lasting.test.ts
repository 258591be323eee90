import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useLasting } from './use_lasting';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('becomes true only after the whole time, and starts anew after a break', () => {
  const { result, rerender } = renderHook(({ active }) => useLasting(active, 10_000), {
    initialProps: { active: true },
  });
  act(() => vi.advanceTimersByTime(9_999));
  expect(result.current).toBe(false);
  act(() => vi.advanceTimersByTime(1));
  expect(result.current).toBe(true);
  rerender({ active: false });
  expect(result.current).toBe(false);
  rerender({ active: true });
  expect(result.current).toBe(false);
});
