import { expect, it } from 'vitest';
import { gpuProcess } from '@/testing/fixtures';
import { heldMemory } from './held';

const pids = (...list: Parameters<typeof gpuProcess>[0][]) =>
  heldMemory(list.map(gpuProcess), 10).map(({ process }) => process.pid);

it('is that of a process that has rested for long enough, most memory first', () => {
  expect(
    pids(
      { pid: 1, idle_seconds: 599 },
      { pid: 2, idle_seconds: 600, gpu_memory_used: 1024 },
      { pid: 3, idle_seconds: 9000, gpu_memory_used: 4096 },
    ),
  ).toEqual([3, 2]);
});

it('is that of a process that is not to be seen, unless it works', () => {
  expect(
    pids(
      { pid: 1, process_name: null, idle_seconds: 5 },
      { pid: 2, process_name: null, idle_seconds: null },
      { pid: 3, process_name: null, idle_seconds: 0 },
    ),
  ).toEqual([1, 2]);
});

it('leaves out what is unknown, what holds nothing, and what draws the screen', () => {
  expect(
    pids(
      { pid: 1, idle_seconds: null },
      { pid: 2, idle_seconds: 9000, gpu_memory_used: null },
      { pid: 3, idle_seconds: 9000, gpu_memory_used: 0 },
      { pid: 4, idle_seconds: 9000, type: 'G' },
    ),
  ).toEqual([]);
});
