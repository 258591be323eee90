import { expect, it } from 'vitest';
import { gpuInfo, gpuMetrics, gpuProcess } from '@/testing/fixtures';
import { merge, noReadings } from './readings';

const two = { gpus: [gpuInfo(), gpuInfo({ gpu_id: 1 })] };

it('keeps the values of the GPUs that an update says nothing of', () => {
  const first = merge(noReadings, { ...two, gpuMetrics: { 0: gpuMetrics() } });
  const both = merge(first, { gpuMetrics: { 1: gpuMetrics({ gpu_id: 1 }) } });
  expect(Object.keys(both.gpuMetrics)).toEqual(['0', '1']);
});

it('drops the values of a GPU that left', () => {
  const both = merge(noReadings, {
    ...two,
    gpuMetrics: { 0: gpuMetrics(), 1: gpuMetrics({ gpu_id: 1 }) },
    gpuProcesses: { 1: { processes: [gpuProcess()] } },
  });
  const one = merge(both, { gpus: [gpuInfo()] });
  expect(Object.keys(one.gpuMetrics)).toEqual(['0']);
  expect(one.gpuProcesses).toEqual({});
});
