import { renderHook } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { scaleFor, useScale } from './scale';

it('grows in powers of ten', () => {
  expect(scaleFor(0, 100)).toBe(100);
  expect(scaleFor(100, 100)).toBe(100);
  expect(scaleFor(101, 100)).toBe(1000);
});

it('keeps the scale that it once needed', () => {
  const { result, rerender } = renderHook(({ rate }) => useScale([rate, null], 100), {
    initialProps: { rate: 5 as number | null },
  });
  expect(result.current).toBe(100);
  rerender({ rate: 4000 });
  expect(result.current).toBe(10_000);
  rerender({ rate: null });
  expect(result.current).toBe(10_000);
});
