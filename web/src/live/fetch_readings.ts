import { ApiError, getAll, getComparison, getEveryGpu, getGpuList } from '@/api/client';
import type { All, Comparison, GpuInfo, GpuList, GpuMetrics } from '@/api/types';
import type { FetchReadings } from './polling_transport';
import type { ProcessList, Readings } from './readings';
import type { Interest } from './transport';

/// Polls after which the list is asked for again, so that a GPU's state in it does not grow old.
const listLife = 5;

/// Makes a reader that brings what is asked for over plain HTTP. It keeps the list of GPUs from one
/// call to the next, since that seldom changes.
export function createFetchReadings(): FetchReadings {
  let gpus: GpuInfo[] = [];
  let age = 0;
  let first = true;
  return async (interest, signal) => {
    // At first all of it is wanted, and asked for at the same time.
    const ahead = first ? getGpuList(signal) : null;
    ahead?.catch(() => {});
    const all = await getAllOrDefault(interest.gpuId, signal);
    first = false;
    age += 1;
    const kept = age < listLife ? withSelected(gpus, all) : null;
    const [list, every] = await Promise.all([
      kept ?? getList(all, ahead, signal),
      getEvery(all, interest, signal),
    ]);
    if (kept === null) age = 0;
    gpus = list;
    return { ...fromAll(all, list, every.gpus), comparison: every.comparison };
  };
}

export function fromAll(all: All, gpus: GpuInfo[], every: GpuMetrics[] = []): Partial<Readings> {
  const { gpu } = all;
  const id = gpu?.selected_gpu_id ?? null;
  const gpuMetrics = Object.fromEntries(every.map((metrics) => [metrics.gpu_id, metrics]));
  if (gpu && id !== null) gpuMetrics[id] = gpu.metrics;
  return {
    timestamp: all.timestamp,
    simulated: all.simulated,
    gpuAvailable: all.gpu_available,
    gpuUnavailableReason: all.gpu_unavailable_reason,
    system: all.system,
    diskUsage: all.disk_usage,
    diskRates: all.disk_rates,
    networkRates: all.network_rates,
    gpus,
    defaultGpuId: id,
    gpuMetrics,
    gpuProcesses: gpu && id !== null ? { [id]: processesOf(gpu) } : {},
  };
}

function processesOf(gpu: NonNullable<All['gpu']>): ProcessList {
  const unavailable = gpu.processes_unavailable;
  return unavailable === null ? { processes: gpu.processes } : { unavailable };
}

/// The list with the newest of the selected GPU in it; `null` where it no longer fits the machine.
function withSelected(gpus: GpuInfo[], { gpu }: All): GpuInfo[] | null {
  if (!gpu || gpus.length !== gpu.gpu_count) return null;
  const at = gpus.findIndex((info) => info.gpu_id === gpu.selected_gpu_id);
  return gpus[at]?.uuid === gpu.info.uuid ? gpus.with(at, gpu.info) : null;
}

async function getList(
  { gpu }: All,
  ahead: Promise<GpuList> | null,
  signal: AbortSignal,
): Promise<GpuInfo[]> {
  if (!gpu) return [];
  return gpu.gpu_count === 1 ? [gpu.info] : (await (ahead ?? getGpuList(signal))).gpus;
}

interface EveryGpu {
  gpus: GpuMetrics[];
  comparison: Comparison | null;
}

const nothing: EveryGpu = { gpus: [], comparison: null };

/// A single GPU came with the rest already, and without one the endpoint would answer 503.
async function getEvery({ gpu }: All, interest: Interest, signal: AbortSignal): Promise<EveryGpu> {
  if (!interest.everyGpu || !gpu || gpu.gpu_count < 2) return nothing;
  try {
    if (!interest.compared) return { ...nothing, gpus: (await getEveryGpu(signal)).gpus };
    const { gpus, comparison, outliers } = await getComparison(signal);
    return { gpus, comparison: { comparison, outliers } };
  } catch (error) {
    // The last GPU may go between two requests; the next answer says so.
    if (error instanceof ApiError && error.status === 503) return nothing;
    throw error;
  }
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
