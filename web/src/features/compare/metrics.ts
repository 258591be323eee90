import type { GpuMetrics } from '@/api/types';
import { type Tone, tones } from '@/components/tones';
import { isKnown } from '@/lib/absent';
import {
  formatBytes,
  formatCelsius,
  formatLinkRate,
  formatMegahertz,
  formatPercent,
  formatWatts,
} from '@/lib/format';

/// A metric by which GPUs are compared.
export interface ComparedMetric {
  /// Where it stands in a GPU's metrics, and its name in the comparison.
  path: string;
  label: string;
  format(value: number): string;
}

/// One that is drawn as a bar. `max` is the path of what a full bar stands for; without it, 100.
export interface BarMetric extends ComparedMetric {
  tone: Tone;
  max?: string;
}

export const utilization: BarMetric = {
  path: 'utilization.gpu',
  label: 'Utilization',
  format: formatPercent,
  tone: tones.utilization,
};

export const memory: BarMetric = {
  path: 'memory.used',
  label: 'Memory',
  format: formatBytes,
  tone: tones.memory,
  max: 'memory.total',
};

export const temperature: BarMetric = {
  path: 'temperature',
  label: 'Temperature',
  format: formatCelsius,
  tone: tones.neutral,
  max: 'temperature_max',
};

export const power: BarMetric = {
  path: 'power.usage',
  label: 'Power',
  format: formatWatts,
  tone: tones.power,
  max: 'power.limit',
};

export const bars: BarMetric[] = [utilization, memory, temperature, power];

const percent = (value: number) => formatPercent(value);

/// What a card says in figures alone.
export const facts: ComparedMetric[] = [
  { path: 'clocks.gpu', label: 'GPU Clock', format: formatMegahertz },
  { path: 'clocks.memory', label: 'Memory Clock', format: formatMegahertz },
  { path: 'fan_speed', label: 'Fan Speed', format: percent },
  { path: 'temperature_memory', label: 'Memory Temp.', format: formatCelsius },
  { path: 'pcie.tx_rate', label: 'PCIe Sent', format: formatLinkRate },
  { path: 'pcie.rx_rate', label: 'PCIe Received', format: formatLinkRate },
  { path: 'nvlink.tx_rate', label: 'NVLink Sent', format: formatLinkRate },
  { path: 'nvlink.rx_rate', label: 'NVLink Received', format: formatLinkRate },
  { path: 'encoder', label: 'Encoder', format: percent },
  { path: 'decoder', label: 'Decoder', format: percent },
  { path: 'activity.sm', label: 'SM Activity', format: percent },
  { path: 'activity.tensor', label: 'Tensor Activity', format: percent },
  { path: 'activity.dram', label: 'Memory Activity', format: percent },
];

/// Everything that the cards can be sorted by.
export const comparedMetrics: ComparedMetric[] = [...bars, ...facts];

/// The value at a path such as `utilization.gpu`; `null` where there is none.
export function valueAt(metrics: GpuMetrics | null | undefined, path: string): number | null {
  let at: unknown = metrics;
  for (const key of path.split('.')) {
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : null;
  }
  return typeof at === 'number' ? at : null;
}

/// The metrics that at least one of the GPUs gives.
export function givenByAny<T extends ComparedMetric>(list: T[], gpus: (GpuMetrics | null)[]): T[] {
  return list.filter(({ path }) => gpus.some((metrics) => isKnown(valueAt(metrics, path))));
}
