import { describe, expect, it } from 'vitest';
import { comparisonOf, gpuInfo, gpuMetrics, gpuProcess } from '@/testing/fixtures';
import { covered, isComplete, merge, noReadings } from './readings';

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

it('keeps nothing of a GPU that a whole update lacks', () => {
  const gpuProcesses = { 0: { processes: [gpuProcess()] }, 1: { processes: [] } };
  const both = merge(noReadings, { ...two, gpuProcesses });
  const whole = merge(both, { gpuMetrics: {}, gpuProcesses: { 1: { processes: [] } } }, true);
  expect(Object.keys(whole.gpuProcesses)).toEqual(['1']);
});

describe('of what is watched', () => {
  const known = merge(noReadings, {
    ...two,
    defaultGpuId: 0,
    gpuMetrics: { 0: gpuMetrics(), 1: gpuMetrics({ gpu_id: 1 }) },
    gpuProcesses: { 0: { processes: [] } },
    comparison: comparisonOf([gpuMetrics()]),
  });
  const single = { gpuId: null, everyGpu: false, compared: false };
  const every = { gpuId: null, everyGpu: true, compared: false };

  it.each([
    ['the chosen GPU', { ...single, gpuId: 1 }, ['1']],
    ['the server’s choice', single, ['0']],
    ['the server’s choice where there is no such GPU', { ...single, gpuId: 9 }, ['0']],
    ['every GPU', every, ['0', '1']],
    ['all while nobody watches', null, ['0', '1']],
  ])('keeps %s', (_, interest, ids) => {
    expect(Object.keys(covered(known, interest).gpuMetrics)).toEqual(ids);
  });

  it('keeps a comparison only while that is watched', () => {
    expect(covered(known, every).comparison).toBeNull();
    expect(covered(known, { ...every, compared: true }).comparison).not.toBeNull();
  });

  it.each([
    ['nothing', noReadings, single, false],
    ['a GPU with its processes', known, single, true],
    ['a GPU without its processes', known, { ...single, gpuId: 1 }, false],
    ['every GPU', known, every, true],
    ['one GPU of two', merge(known, { gpuMetrics: { 0: gpuMetrics() } }, true), every, false],
    ['no comparison', { ...known, comparison: null }, { ...every, compared: true }, false],
    ['a comparison', known, { ...every, compared: true }, true],
    ['a machine without a GPU', { ...noReadings, gpus: [] }, single, true],
  ])('tells whether it is complete with %s', (_, readings, interest, complete) => {
    expect(isComplete(readings, interest)).toBe(complete);
  });
});
