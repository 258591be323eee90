import { expect, it, vi } from 'vitest';
import type { All } from '@/api/types';
import {
  allWith,
  comparisonOf,
  gpuInfo,
  gpuList,
  gpuMetrics,
  gpuProcess,
} from '@/testing/fixtures';
import { createFetchReadings } from './fetch_readings';

const { signal } = new AbortController();
const one = { gpuId: null, everyGpu: false, compared: false };
const every = { gpuId: null, everyGpu: true, compared: false };

/// Answers each path with its JSON, or with a status.
function serve(answers: Record<string, unknown>) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    const path = address.replace('/api/v1/system', '');
    asked.push(path);
    const answer = answers[path] ?? 404;
    return typeof answer === 'number'
      ? new Response('{}', { status: answer })
      : new Response(JSON.stringify(answer));
  });
  return asked;
}

const list = (count: number) => ({ gpu_count: count, gpus: gpuList(count) });

it('lays out the answer by GPU', async () => {
  const asked = serve({ '/all': allWith(1) });
  const readings = await createFetchReadings()(every, signal);
  expect(readings.gpus).toHaveLength(1);
  expect(readings.defaultGpuId).toBe(0);
  expect(readings.gpuMetrics?.[0]?.temperature).toBe(68);
  expect(readings.gpuProcesses?.[0]).toEqual({ processes: [gpuProcess()] });
  expect(asked.toSorted()).toEqual(['/all', '/gpu-list']);
});

it('reads a machine without a GPU', async () => {
  const asked = serve({ '/all': allWith(0) });
  const readings = await createFetchReadings()(every, signal);
  expect(readings).toMatchObject({ gpuAvailable: false, gpus: [], gpuMetrics: {} });
  expect(readings.gpuUnavailableReason).toBe('No NVIDIA driver was found.');
  expect(asked.toSorted()).toEqual(['/all', '/gpu-list']);
});

it('adds the other GPUs where they are wanted', async () => {
  const gpus = [gpuMetrics(), gpuMetrics({ gpu_id: 1, temperature: 50 })];
  serve({
    '/all': allWith(2),
    '/gpu-list': list(2),
    '/gpu-metrics/all': { gpu_count: 2, gpus },
  });
  const readings = await createFetchReadings()(every, signal);
  expect(readings.gpuMetrics?.[1]?.temperature).toBe(50);
});

it('asks for the comparison instead where that is wanted', async () => {
  const gpus = [gpuMetrics(), gpuMetrics({ gpu_id: 1, temperature: 50 })];
  const compared = comparisonOf(gpus);
  const asked = serve({
    '/all': allWith(2),
    '/gpu-list': list(2),
    '/gpu-metrics/compare': { gpu_count: 2, gpus, ...compared },
  });
  const readings = await createFetchReadings()({ ...every, compared: true }, signal);
  expect(readings.gpuMetrics?.[1]?.temperature).toBe(50);
  expect(readings.comparison).toEqual(compared);
  expect(asked).not.toContain('/gpu-metrics/all');
});

it('lives with the last GPU leaving between two requests', async () => {
  serve({ '/all': allWith(2), '/gpu-list': list(2), '/gpu-metrics/all': 503 });
  const readings = await createFetchReadings()(every, signal);
  expect(readings.gpuMetrics?.[0]?.temperature).toBe(68);
});

it('asks for the list at first, and then only now and then', async () => {
  const asked = serve({ '/all': allWith(2), '/gpu-list': list(2) });
  const read = createFetchReadings();
  for (let poll = 0; poll < 6; poll += 1) await read(one, signal);
  expect(asked.filter((path) => path === '/gpu-list')).toHaveLength(2);
  expect(asked.slice(0, 3).toSorted()).toEqual(['/all', '/all', '/gpu-list']);
});

it.each([
  ['a GPU more', allWith(3)],
  ['another GPU in its place', withInfo(allWith(2), 'GPU-new')],
])('asks for the list at once after %s', async (_, next) => {
  const answers: Record<string, unknown> = { '/all': allWith(2), '/gpu-list': list(2) };
  const asked = serve(answers);
  const read = createFetchReadings();
  await read(one, signal);
  answers['/all'] = next;
  await read(one, signal);
  expect(asked.filter((path) => path === '/gpu-list')).toHaveLength(2);
});

function withInfo(all: All, uuid: string): All {
  return { ...all, gpu: all.gpu && { ...all.gpu, info: gpuInfo({ uuid }) } };
}

it('shows the default GPU where the one asked for is not there', async () => {
  serve({ '/all': allWith(1) });
  const readings = await createFetchReadings()(
    { gpuId: 9, everyGpu: false, compared: false },
    signal,
  );
  expect(readings.defaultGpuId).toBe(0);
});

it('passes other errors on', async () => {
  serve({ '/all': 500 });
  await expect(createFetchReadings()(one, signal)).rejects.toMatchObject({ status: 500 });
});
