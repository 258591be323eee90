import type {
  All,
  Comparison,
  DiskUsage,
  GpuInfo,
  GpuMetrics,
  GpuProcess,
  SystemMetrics,
} from '@/api/types';

const gib = 2 ** 30;
const mib = 2 ** 20;

/// A working GPU of which every value is known.
export function gpuMetrics(change: Partial<GpuMetrics> = {}): GpuMetrics {
  return {
    gpu_id: 0,
    timestamp: '2025-10-16T09:52:00.000Z',
    state: 'ok',
    state_detail: null,
    utilization: { gpu: 75, memory: 40 },
    memory: { used: 6 * gib, total: 12 * gib, free: 6 * gib, used_percent: 50 },
    temperature: 68,
    temperature_max: 95,
    temperature_memory: null,
    power: { usage: 180, limit: 250, usage_percent: 72, energy: 7_200_000 },
    fan_speed: 65,
    fan_rpm: 1710,
    clocks: { gpu: 1785, memory: 6400, gpu_max: 1950, memory_max: 6800 },
    pcie: {
      generation: 4,
      generation_max: 4,
      width: 16,
      width_max: 16,
      tx_rate: 2.5e9,
      rx_rate: 8.5e9,
      limit: 31.5e9,
      replays: 0,
    },
    encoder: 12,
    decoder: 5,
    throttle_reasons: [],
    performance_state: 2,
    ecc: { corrected: 0, uncorrected: 0 },
    remapped_rows: { correctable: 0, uncorrectable: 0 },
    nvlink: { links: null, tx_rate: null, rx_rate: null },
    xid: { last: null, count: 0 },
    instances: [],
    activity: { sm: null, sm_occupancy: null, tensor: null, dram: null },
    unavailable: {},
    ...change,
  } as GpuMetrics;
}

/// A GPU that gives no value at all, for `reason`.
export function silentGpu(reason: string, change: Partial<GpuMetrics> = {}): GpuMetrics {
  const { gpu_id, timestamp, state, state_detail, ...values } = gpuMetrics();
  const unavailable = Object.fromEntries(leaves(values).map((path) => [path, reason]));
  const empty = { ...(blank(values) as object), unavailable };
  return { gpu_id, timestamp, state, state_detail, ...empty, ...change } as GpuMetrics;
}

export function gpuInfo(change: Partial<GpuInfo> = {}): GpuInfo {
  return {
    gpu_id: 0,
    name: 'NVIDIA Jetson Orin Nano',
    uuid: 'GPU-0',
    pci_bus_id: '0000:01:00.0',
    vendor: 'nvidia',
    driver_version: '535.104.05',
    cuda_version: '12.2',
    compute_capability: '8.7',
    total_memory: 8 * gib,
    total_memory_gb: 8,
    memory_clock_max: 6800,
    unified_memory: false,
    ...change,
  } as GpuInfo;
}

export function gpuProcess(change: Partial<GpuProcess> = {}): GpuProcess {
  return {
    pid: 12345,
    process_name: 'python3',
    username: 'ada',
    gpu_id: 0,
    instance: null,
    type: 'C',
    gpu_memory_used: 4 * gib,
    gpu_memory_used_mb: 4096,
    gpu_utilization: 30,
    idle_seconds: 0,
    cpu_percent: 45.2,
    host_memory: 3 * gib,
    container: null,
    start_time: null,
    ...change,
  } as GpuProcess;
}

export function systemMetrics(change: Partial<SystemMetrics> = {}): SystemMetrics {
  return {
    info: { hostname: 'trainer', os: 'Debian', kernel: '6.1', cpu_model: 'Some CPU' },
    uptime: 93_784,
    cpu: {
      percent: 45,
      count: 4,
      per_core: [10, 20, 30, 100],
      load_average: [1.5, 1.25, 1],
      frequency_mhz: 3400,
      temperature: 58,
    },
    ram: { used: 18 * gib, total: 32 * gib, used_percent: 56.3 },
    swap: { used: gib, total: 8 * gib, used_percent: 12.5 },
    cgroup: { cpu_quota: null, memory_limit: null, memory_used: null },
    pressure: {
      cpu: { some: 1.2 },
      memory: { some: 0, full: 0 },
      io: { some: 12.3, full: 3 },
    },
    unavailable: {},
    ...change,
  } as SystemMetrics;
}

export function mount(change: Partial<DiskUsage> = {}): DiskUsage {
  return {
    mount_point: '/',
    total: 128 * gib,
    used: 45 * gib,
    free: 83 * gib,
    total_gb: 128,
    used_gb: 45,
    free_gb: 83,
    percent: 35.2,
    ...change,
  } as DiskUsage;
}

/// The list of a machine with `count` GPUs.
export function gpuList(count: number): GpuInfo[] {
  return Array.from({ length: count }, (_, gpu_id) => gpuInfo({ gpu_id, uuid: `GPU-${gpu_id}` }));
}

/// The answer of `/all` of a machine with `count` GPUs, the first one selected.
export function allWith(count: number, change: Partial<All> = {}): All {
  return {
    gpu_available: count > 0,
    simulated: false,
    gpu_unavailable_reason: count > 0 ? null : 'No NVIDIA driver was found.',
    timestamp: '2025-10-16T09:52:00.000Z',
    system: systemMetrics(),
    disk_usage: [mount()],
    network_rates: { sent_rate: 2.5 * mib, recv_rate: 15.3 * mib, devices: [] },
    disk_rates: { read_rate: 320 * mib, write_rate: 180 * mib, devices: [] },
    gpu:
      count === 0
        ? null
        : {
            gpu_count: count,
            selected_gpu_id: 0,
            metrics: gpuMetrics(),
            info: gpuInfo(),
            processes: [gpuProcess()],
            processes_unavailable: null,
          },
    ...change,
  } as unknown as All;
}

/// How GPUs compare in a few metrics, as the server writes it.
export function comparisonOf(
  gpus: GpuMetrics[],
  outliers: Comparison['outliers'] = [],
): Comparison {
  const row = (metric: string, unit: string, pick: (gpu: GpuMetrics) => number) => {
    const entries = gpus.map((gpu) => ({ gpu_id: gpu.gpu_id, value: pick(gpu) }));
    const mean = entries.reduce((sum, { value }) => sum + value, 0) / entries.length;
    const byValue = entries.toSorted((a, b) => a.value - b.value);
    return {
      metric,
      unit,
      mean,
      lowest: byValue[0] ?? { gpu_id: 0, value: 0 },
      highest: byValue.at(-1) ?? { gpu_id: 0, value: 0 },
      gpus: entries.map((entry) => ({
        ...entry,
        from_mean: entry.value - mean,
        share_of_limit: entry.value,
      })),
    };
  };
  return {
    comparison: [
      row('utilization.gpu', 'percent', (gpu) => gpu.utilization.gpu ?? 0),
      row('temperature', 'celsius', (gpu) => gpu.temperature ?? 0),
    ],
    outliers,
  };
}

function leaves(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? leaves(inner, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  );
}

function blank(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, blank(inner)]));
}
