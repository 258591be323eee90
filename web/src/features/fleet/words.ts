import type { FleetGpu, GpuState, Host } from '@/api/types';
import type { BadgeLook } from '@/components/badge';
import { isKnown } from '@/lib/absent';
import {
  formatBytesOf,
  formatCelsius,
  formatDuration,
  formatPercent,
  formatWatts,
} from '@/lib/format';

export const hostStates: Record<
  Host['state'],
  { look: BadgeLook; word: string; sentence: string }
> = {
  live: { look: 'good', word: 'Live', sentence: 'Its samples come when they are due.' },
  stale: { look: 'warning', word: 'Stale', sentence: 'Its newest sample is overdue.' },
  gone: { look: 'critical', word: 'Gone', sentence: 'No sample came for 5 min or more.' },
};

export const gpuStates: Record<GpuState, string> = {
  ok: 'working',
  asleep: 'asleep',
  lost: 'lost: it fell off the bus',
  unresponsive: 'not responding',
  stale: 'without a recent answer',
};

/// A GPU in a line: for the pointer, and for those who listen.
export function gpuInWords(gpu: FleetGpu): string {
  const parts = [
    `GPU ${gpu.gpu_id}, ${gpu.name}`,
    gpu.state !== 'ok' && gpuStates[gpu.state],
    isKnown(gpu.utilization)
      ? `${formatPercent(gpu.utilization)} busy`
      : 'utilization not available',
    isKnown(gpu.memory_used) &&
      isKnown(gpu.memory_total) &&
      `memory ${formatBytesOf(gpu.memory_used, gpu.memory_total)}`,
    isKnown(gpu.temperature) && formatCelsius(gpu.temperature),
    isKnown(gpu.power_usage) && formatWatts(gpu.power_usage),
  ];
  return parts.filter(Boolean).join(', ');
}

export function formatPower(watts: number): string {
  if (watts >= 1e6) return `${(watts / 1e6).toFixed(2)} MW`;
  return watts >= 1e4 ? `${(watts / 1e3).toFixed(1)} kW` : formatWatts(watts);
}

/// `3 s`, `2 min`: the largest part alone.
export function formatAge(seconds: number): string {
  const words = formatDuration(seconds).split(' ');
  return words.slice(0, 2).join(' ');
}

/// Where a host's own mimon is reached; `null` where it said nothing that a browser can open.
export function addressOf({ url }: Host): string | null {
  if (url === null || !/^https?:\/\//i.test(url)) return null;
  return url.replace(/\/+$/, '');
}

/// The address of a host's own page; `null` as above.
export function monitorOf(host: Host): string | null {
  const address = addressOf(host);
  return address && `${address}/system-monitor`;
}

export function pageOf(host: string): string {
  return `/fleet?host=${encodeURIComponent(host)}`;
}
