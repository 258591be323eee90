import type { Value } from '@/lib/columns';
import type { Readings } from '../readings';

/// One metric of one device over time.
export interface Series {
  /// Unique: `gpu/0:utilization`, `host:cpu.percent`.
  key: string;
  /// `null` for the host.
  gpu: number | null;
  metric: string;
  /// Where its value stands in the readings, as the catalogue says: `utilization.gpu`.
  path: string;
  /// Whether the value is a set of flags, of which the number is drawn.
  flags: boolean;
}

export function keyOf(gpu: number | null, metric: string): string {
  return `${gpu === null ? 'host' : `gpu/${gpu}`}:${metric}`;
}

/// The series' newest value; `undefined` where the readings do not carry it.
export function newest(readings: Readings, { gpu, path }: Series): Value {
  const value = parts(path).reduce<unknown>(inside, rootOf(readings, gpu, path));
  if (Array.isArray(value)) return value.length;
  return value === null || typeof value === 'number' ? value : undefined;
}

function rootOf(readings: Readings, gpu: number | null, path: string): unknown {
  if (gpu !== null) return readings.gpuMetrics[gpu];
  if (path.startsWith('disk_io.')) return { disk_io: readings.diskRates };
  if (path.startsWith('network_io.')) return { network_io: readings.networkRates };
  return readings.system;
}

function inside(value: unknown, name: string): unknown {
  return value === null || typeof value !== 'object'
    ? undefined
    : (value as Record<string, unknown>)[name];
}

/// `cpu.load_average[0]` is `cpu`, `load_average`, `0`.
function parts(path: string): string[] {
  return path.split(/[.[\]]+/).filter((part) => part !== '');
}
