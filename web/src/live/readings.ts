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

/// Lays an update over what is known. GPUs that left the list take their values with them.
export function merge(known: Readings, update: Partial<Readings>): Readings {
  const gpus = update.gpus ?? known.gpus;
  const present = new Set(gpus?.map((gpu) => gpu.gpu_id));
  const keep = <T>(values: Readonly<Record<number, T>>) =>
    Object.fromEntries(Object.entries(values).filter(([id]) => present.has(Number(id))));
  return {
    ...known,
    ...update,
    gpuMetrics: keep({ ...known.gpuMetrics, ...update.gpuMetrics }),
    gpuProcesses: keep({ ...known.gpuProcesses, ...update.gpuProcesses }),
  };
}
