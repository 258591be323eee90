import { renderHook } from '@testing-library/preact';
import { expect, it, vi } from 'vitest';
import { gpuList, gpuMetrics, silentGpu } from '@/testing/fixtures';
import { byNumber, formatOrder, parseOrder, sortGpus, useSortedGpus } from './order';

const gpus = gpuList(4);
const at = (...temperatures: number[]) =>
  Object.fromEntries(
    temperatures.map((temperature, gpu_id) => [gpu_id, gpuMetrics({ gpu_id, temperature })]),
  );
const ids = (list: { gpu_id: number }[]) => list.map(({ gpu_id }) => gpu_id);
const hottest = { path: 'temperature', descending: true };

it.each([
  ['-temperature', hottest],
  ['power.usage', { path: 'power.usage', descending: false }],
  ['-gpu_id', { path: null, descending: true }],
])('reads %s and writes it again', (text, order) => {
  expect(parseOrder(text)).toEqual(order);
  expect(formatOrder(order)).toBe(text);
});

it.each([null, '', '-', 'constructor', '__proto__', 'a<b'])('takes %s for the number', (text) => {
  expect(parseOrder(text)).toEqual(byNumber);
});

it('sorts by a metric, unknown values last both ways, numbers break ties', () => {
  const metrics = { ...at(60, 70, 70, 0), 3: silentGpu('lost', { gpu_id: 3 }) };
  expect(ids(sortGpus(gpus, metrics, hottest))).toEqual([1, 2, 0, 3]);
  expect(ids(sortGpus(gpus, metrics, { ...hottest, descending: false }))).toEqual([0, 1, 2, 3]);
  expect(ids(sortGpus(gpus, {}, { path: null, descending: true }))).toEqual([3, 2, 1, 0]);
});

it('keeps cards in their places for a while, and applies a choice at once', () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const { result, rerender } = renderHook(
    ({ metrics, order }) => ids(useSortedGpus(gpus, metrics, order)),
    { initialProps: { metrics: at(1, 2, 3, 4), order: hottest } },
  );
  expect(result.current).toEqual([3, 2, 1, 0]);
  now = 4000;
  rerender({ metrics: at(4, 3, 2, 1), order: hottest });
  expect(result.current).toEqual([3, 2, 1, 0]);
  now = 5000;
  rerender({ metrics: at(4, 3, 2, 1), order: hottest });
  expect(result.current).toEqual([0, 1, 2, 3]);
  rerender({ metrics: at(4, 3, 2, 1), order: { ...hottest, descending: false } });
  expect(result.current).toEqual([3, 2, 1, 0]);
});
