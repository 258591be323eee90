import type { FleetGpu, Host, HostColumns, Hosts } from '@/api/types';

const gib = 2 ** 30;

export function fleetGpu(change: Partial<FleetGpu> = {}): FleetGpu {
  return {
    gpu_id: 0,
    name: 'NVIDIA H100',
    state: 'ok',
    utilization: 90,
    memory_used: 60 * gib,
    memory_total: 80 * gib,
    temperature: 55,
    power_usage: 600,
    power_limit: 700,
    ...change,
  };
}

export function fleetHost(host: string, change: Partial<Host> = {}): Host {
  return {
    host,
    this_host: false,
    url: `http://${host}:8000`,
    version: '0.1.0',
    simulated: false,
    last: '2025-10-16T09:52:00.000Z',
    age_s: 1.2,
    state: 'live',
    cpu_percent: 20,
    ram_used: 100 * gib,
    ram_total: 1000 * gib,
    gpus: [fleetGpu(), fleetGpu({ gpu_id: 1 })],
    ...change,
  };
}

export function hostsOf(hosts: Host[], change: Partial<Hosts> = {}): Hosts {
  return {
    timestamp: '2025-10-16T09:52:01.000Z',
    this_host: hosts[0]?.host ?? 'box',
    shared_store: true,
    store_detail: '',
    host_count: hosts.length,
    hosts,
    ...change,
  };
}

/// As `/hosts?format=columns` says it; each GPU a model of its own.
export function columnsOf(rows: Hosts): HostColumns {
  const models: HostColumns['models'] = [];
  const hosts = rows.hosts.map(({ gpus, ...host }) => ({
    ...host,
    gpus: {
      gpu_id: gpus.map(({ gpu_id }) => gpu_id),
      model: gpus.map(
        ({ name, memory_total, power_limit }) =>
          models.push({ name, memory_total, power_limit }) - 1,
      ),
      state: gpus.map(({ state }) => state),
      utilization: gpus.map(({ utilization }) => utilization),
      memory_used: gpus.map(({ memory_used }) => memory_used),
      temperature: gpus.map(({ temperature }) => temperature),
      power_usage: gpus.map(({ power_usage }) => power_usage),
    },
  }));
  return { ...rows, hosts, models };
}
