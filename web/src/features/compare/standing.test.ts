import { expect, it } from 'vitest';
import { comparisonOf, gpuMetrics } from '@/testing/fixtures';
import { meanShare, rowsByMetric, standingOf } from './standing';

const gpu = (gpu_id: number, temperature: number) => gpuMetrics({ gpu_id, temperature });
const rowOf = (...temperatures: number[]) =>
  rowsByMetric(comparisonOf(temperatures.map((value, id) => gpu(id, value))).comparison).get(
    'temperature',
  );

it('tells the highest and the lowest', () => {
  const row = rowOf(50, 70, 60);
  expect([0, 1, 2].map((id) => standingOf(row, id))).toEqual(['lowest', 'highest', null]);
  expect(meanShare(row)).toBe(60);
});

it('lets those who tie share the place while they are the fewer', () => {
  expect([0, 1, 2, 3].map((id) => standingOf(rowOf(70, 70, 60, 50), id))).toEqual([
    'highest',
    'highest',
    null,
    'lowest',
  ]);
  expect([0, 1, 2].map((id) => standingOf(rowOf(0, 0, 9), id))).toEqual([null, null, 'highest']);
});

it('points at nobody where all are equal or nothing is known', () => {
  expect(standingOf(rowOf(60, 60), 0)).toBeNull();
  expect(standingOf(rowOf(50, 60), 7)).toBeNull();
  expect(standingOf(undefined, 0)).toBeNull();
  expect(meanShare(undefined)).toBeNull();
});
