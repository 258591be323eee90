import { ApiError, getAll, getEveryGpu } from '@/api/client';
import type { All, GpuMetrics } from '@/api/types';
import type { Readings } from './readings';
import type { Interest } from './transport';

/// Brings what `interest` asks for over plain HTTP.
export async function fetchReadings(
  interest: Interest,
  signal: AbortSignal,
): Promise<Partial<Readings>> {
  const all = await getAllOrDefault(interest.gpuId, signal);
  const readings = fromAll(all);
  // A single GPU came with the rest, and without one the endpoint would only answer 503.
  if (!interest.everyGpu || (all.gpu?.gpu_count ?? 0) < 2) return readings;
  const every = await getEveryGpuOrNone(signal);
  const gpuMetrics = Object.fromEntries(every.map((metrics) => [metrics.gpu_id, metrics]));
  return { ...readings, gpuMetrics: { ...readings.gpuMetrics, ...gpuMetrics } };
}

export function fromAll(all: All): Partial<Readings> {
  const { gpu } = all;
  const id = gpu?.selected_gpu_id ?? null;
  return {
    timestamp: all.timestamp,
    simulated: all.simulated,
    gpuAvailable: all.gpu_available,
    gpuUnavailableReason: all.gpu_unavailable_reason ?? null,
    system: all.system,
    diskUsage: all.disk_usage,
    diskRates: all.disk_rates,
    networkRates: all.network_rates,
    gpus: gpu?.gpus ?? [],
    defaultGpuId: id,
    gpuMetrics: gpu && id !== null ? { [id]: gpu.metrics } : {},
    gpuProcesses: gpu && id !== null ? { [id]: gpu.processes } : {},
  };
}

/// A GPU that is not there costs the choice, not the page.
async function getAllOrDefault(gpuId: number | null, signal: AbortSignal): Promise<All> {
  try {
    return await getAll(gpuId, signal);
  } catch (error) {
    if (gpuId === null || !(error instanceof ApiError) || error.status !== 404) throw error;
    return getAll(null, signal);
  }
}

/// The last GPU may go between the two requests; the next answer of `All` says so.
async function getEveryGpuOrNone(signal: AbortSignal): Promise<GpuMetrics[]> {
  try {
    return (await getEveryGpu(signal)).gpus;
  } catch (error) {
    if (error instanceof ApiError && error.status === 503) return [];
    throw error;
  }
}
