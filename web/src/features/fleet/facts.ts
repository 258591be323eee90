import type { FleetGpu, Host } from '@/api/types';
import { isKnown, type Maybe } from '@/lib/absent';

/// What the page says of a host beside its GPUs: sums and extremes of what is known of them.
export interface HostFacts {
  host: Host;
  utilization: number | null;
  memoryUsed: number | null;
  memoryTotal: number | null;
  hottest: number | null;
  power: number | null;
  /// GPUs that do not work.
  troubled: number;
  /// The models of its GPUs, each once: `NVIDIA H100`.
  model: string;
}

/// The state of a GPU that is not asleep and does not answer.
export function isTroubled({ state }: FleetGpu): boolean {
  return state === 'lost' || state === 'unresponsive' || state === 'stale';
}

function known(gpus: readonly FleetGpu[], pick: (gpu: FleetGpu) => Maybe<number>): number[] {
  return gpus.map(pick).filter(isKnown);
}

export function sumOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

export function meanOf(values: readonly number[]): number | null {
  const sum = sumOf(values);
  return sum === null ? null : sum / values.length;
}

export function maxOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((most, value) => Math.max(most, value));
}

export function factsOf(host: Host): HostFacts {
  const { gpus } = host;
  // A share needs both ends.
  const sized = gpus.filter((gpu) => isKnown(gpu.memory_used) && isKnown(gpu.memory_total));
  return {
    host,
    utilization: meanOf(known(gpus, (gpu) => gpu.utilization)),
    memoryUsed: sumOf(known(sized, (gpu) => gpu.memory_used)),
    memoryTotal: sumOf(known(sized, (gpu) => gpu.memory_total)),
    hottest: maxOf(known(gpus, (gpu) => gpu.temperature)),
    power: sumOf(known(gpus, (gpu) => gpu.power_usage)),
    troubled: gpus.filter(isTroubled).length,
    model: [...new Set(gpus.map(({ name }) => name))].join(', '),
  };
}

/// The fleet in a few figures. What a host no longer says counts no more.
export interface Totals {
  hosts: Record<Host['state'], number>;
  gpus: number;
  troubled: number;
  utilization: number | null;
  memoryUsed: number | null;
  memoryTotal: number | null;
  power: number | null;
  hottest: { value: number; host: string } | null;
}

export function totalsOf(all: readonly HostFacts[]): Totals {
  const hosts = { live: 0, stale: 0, gone: 0 };
  for (const { host } of all) hosts[host.state] += 1;
  const live = all.filter(({ host }) => host.state === 'live');
  const gpus = live.flatMap(({ host }) => host.gpus);
  const figures = (pick: (facts: HostFacts) => number | null) => live.map(pick).filter(isKnown);
  let hottest: Totals['hottest'] = null;
  for (const { host, hottest: value } of live) {
    if (value !== null && value > (hottest?.value ?? Number.NEGATIVE_INFINITY)) {
      hottest = { value, host: host.host };
    }
  }
  return {
    hosts,
    gpus: all.reduce((sum, { host }) => sum + host.gpus.length, 0),
    troubled: gpus.filter(isTroubled).length,
    utilization: meanOf(known(gpus, (gpu) => gpu.utilization)),
    memoryUsed: sumOf(figures((facts) => facts.memoryUsed)),
    memoryTotal: sumOf(figures((facts) => facts.memoryTotal)),
    power: sumOf(figures((facts) => facts.power)),
    hottest,
  };
}
