import { get, hostsPath } from './client';
import type { FleetGpu, HostColumns, Hosts } from './types';

type Columns = HostColumns['hosts'][number]['gpus'];

const unknown = { name: '', memory_total: null, power_limit: null };

/// Every host that shares the store.
export async function getHosts(signal: AbortSignal): Promise<Hosts> {
  return hostsFrom(await get<HostColumns>(hostsPath, signal));
}

/// The list of hosts as rows, from the columns that it was sent in.
export function hostsFrom({ models, ...answer }: HostColumns): Hosts {
  const hosts = answer.hosts.map((host) => ({ ...host, gpus: gpusFrom(host.gpus, models) }));
  return { ...answer, hosts };
}

function gpusFrom(columns: Columns, models: HostColumns['models']): FleetGpu[] {
  return columns.gpu_id.map((gpu_id, at) => ({
    gpu_id,
    ...(models[columns.model[at] ?? -1] ?? unknown),
    state: columns.state[at] ?? 'stale',
    utilization: columns.utilization[at] ?? null,
    memory_used: columns.memory_used[at] ?? null,
    temperature: columns.temperature[at] ?? null,
    power_usage: columns.power_usage[at] ?? null,
  }));
}
