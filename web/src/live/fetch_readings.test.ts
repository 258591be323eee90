import { expect, it, vi } from 'vitest';
import { allWith, gpuMetrics } from '@/testing/fixtures';
import { fetchReadings } from './fetch_readings';

const { signal } = new AbortController();

/// Answers each path with its JSON, or with a status.
function serve(answers: Record<string, unknown>) {
  const fetch = vi.fn(async (path: string) => {
    const answer = answers[path.replace('/api/v1/system', '')] ?? 404;
    return typeof answer === 'number'
      ? new Response('{}', { status: answer })
      : new Response(JSON.stringify(answer));
  });
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

it('lays out the answer by GPU', async () => {
  serve({ '/all': allWith(1) });
  const readings = await fetchReadings({ gpuId: null, everyGpu: false }, signal);
  expect(readings.gpus).toHaveLength(1);
  expect(readings.defaultGpuId).toBe(0);
  expect(readings.gpuMetrics?.[0]?.temperature).toBe(68);
  expect(readings.gpuProcesses?.[0]).toHaveLength(1);
});

it('reads a machine without a GPU', async () => {
  const fetch = serve({ '/all': allWith(0) });
  const readings = await fetchReadings({ gpuId: null, everyGpu: true }, signal);
  expect(readings).toMatchObject({ gpuAvailable: false, gpus: [], gpuMetrics: {} });
  expect(readings.gpuUnavailableReason).toBe('No NVIDIA driver was found.');
  expect(fetch).toHaveBeenCalledTimes(1);
});

it('adds the other GPUs where they are wanted', async () => {
  const gpus = [gpuMetrics(), gpuMetrics({ gpu_id: 1, temperature: 50 })];
  serve({ '/all': allWith(2), '/gpu-metrics/all': { gpu_count: 2, gpus } });
  const readings = await fetchReadings({ gpuId: null, everyGpu: true }, signal);
  expect(readings.gpuMetrics?.[1]?.temperature).toBe(50);
});

it('lives with the last GPU leaving between two requests', async () => {
  serve({ '/all': allWith(2), '/gpu-metrics/all': 503 });
  const readings = await fetchReadings({ gpuId: null, everyGpu: true }, signal);
  expect(readings.gpuMetrics?.[0]?.temperature).toBe(68);
});

it('shows the default GPU where the one asked for is not there', async () => {
  serve({ '/all': allWith(1) });
  const readings = await fetchReadings({ gpuId: 9, everyGpu: false }, signal);
  expect(readings.defaultGpuId).toBe(0);
});

it('passes other errors on', async () => {
  serve({ '/all': 500 });
  await expect(fetchReadings({ gpuId: null, everyGpu: false }, signal)).rejects.toMatchObject({
    status: 500,
  });
});
