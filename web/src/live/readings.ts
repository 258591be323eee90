import type {
  Comparison,
  DiskRates,
  DiskUsage,
  GpuInfo,
  GpuMetrics,
  GpuProcess,
  NetworkRates,
  SystemMetrics,
} from '@/api/types';
import type { Interest } from './transport';

/// The processes on a GPU, or the word for why they are not known.
export type ProcessList = { processes: GpuProcess[] } | { unavailable: string };

/// What is known of the machine. `null` means not heard of yet; absent values within are the
/// contract's own `null`.
export interface Readings {
  /// When the server took the newest sample, as it writes it.
  timestamp: string | null;
  simulated: boolean;
  gpuAvailable: boolean | null;
  /// Why no GPU can be monitored, in words.
  gpuUnavailableReason: string | null;
  system: SystemMetrics | null;
  diskUsage: DiskUsage[] | null;
  diskRates: DiskRates | null;
  networkRates: NetworkRates | null;
  gpus: GpuInfo[] | null;
  /// The GPU that the server took where none was asked for.
  defaultGpuId: number | null;
  gpuMetrics: Readonly<Record<number, GpuMetrics>>;
  gpuProcesses: Readonly<Record<number, ProcessList>>;
  /// How the GPUs compare; `null` where nothing asked for it.
  comparison: Comparison | null;
}

export const noReadings: Readings = {
  timestamp: null,
  simulated: false,
  gpuAvailable: null,
  gpuUnavailableReason: null,
  system: null,
  diskUsage: null,
  diskRates: null,
  networkRates: null,
  gpus: null,
  defaultGpuId: null,
  gpuMetrics: {},
  gpuProcesses: {},
  comparison: null,
};

/// Lays an update over what is known; a `whole` one leaves nothing of the GPUs' values that it lacks.
/// GPUs that left the list take their values with them.
export function merge(known: Readings, update: Partial<Readings>, whole = false): Readings {
  const gpus = update.gpus ?? known.gpus;
  const present = new Set(gpus?.map((gpu) => gpu.gpu_id));
  const isPresent = (id: number) => present.has(id);
  const before = whole ? noReadings : known;
  return {
    ...known,
    ...update,
    gpuMetrics: keep({ ...before.gpuMetrics, ...update.gpuMetrics }, isPresent),
    gpuProcesses: keep({ ...before.gpuProcesses, ...update.gpuProcesses }, isPresent),
  };
}

/// What of the readings is still brought for somebody who watches this: values of other GPUs would
/// grow old unseen, and be taken for those of now later on.
export function covered(readings: Readings, interest: Interest | null): Readings {
  if (interest === null) return readings;
  const { gpuMetrics, gpuProcesses, comparison } = readings;
  const one = watchedGpu(readings, interest);
  const isBrought = (id: number) => interest.everyGpu || id === one;
  return {
    ...readings,
    gpuMetrics: keep(gpuMetrics, isBrought),
    gpuProcesses: keep(gpuProcesses, isBrought),
    comparison: interest.compared ? comparison : null,
  };
}

/// Whether everything that is watched came.
export function isComplete(readings: Readings, interest: Interest | null): boolean {
  const { gpus, gpuMetrics, gpuProcesses, comparison } = readings;
  if (gpus === null) return false;
  if (interest?.compared && gpus.length > 1 && comparison === null) return false;
  if (interest?.everyGpu) return gpus.every(({ gpu_id }) => gpu_id in gpuMetrics);
  const one = interest && watchedGpu(readings, interest);
  return one === null || (one in gpuMetrics && one in gpuProcesses);
}

/// The one GPU that is watched in full: the server's choice where there is no such GPU.
function watchedGpu({ gpus, defaultGpuId }: Readings, { gpuId }: Interest): number | null {
  const there = gpus === null || gpus.some((gpu) => gpu.gpu_id === gpuId);
  return gpuId !== null && there ? gpuId : defaultGpuId;
}

function keep<T>(values: Readonly<Record<number, T>>, wanted: (id: number) => boolean) {
  return Object.fromEntries(Object.entries(values).filter(([id]) => wanted(Number(id))));
}
