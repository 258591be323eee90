import type { CatalogEntry } from '@/api/types';
import { dashes, type Line, lookOf } from '@/charts/lines';
import type { ScaleKind } from '@/charts/scale';
import { keyOf, type Series } from '@/live/history/series';
import { titleOf } from './titles';

export interface Chart {
  id: string;
  title: string;
  unit: string;
  scale: ScaleKind;
  lines: readonly Line[];
  series: readonly Series[];
}

interface Point {
  device: 'gpu' | 'host';
  metric: string;
  label: string;
  colour: string;
}

interface Plan {
  id: string;
  title: string;
  scale: ScaleKind;
  points: readonly Point[];
}

const plans: readonly Plan[] = [
  {
    id: 'utilization',
    title: 'Utilization',
    scale: 'percent',
    points: [
      { device: 'gpu', metric: 'utilization', label: 'GPU %', colour: '#a78bfa' },
      { device: 'host', metric: 'cpu.percent', label: 'CPU %', colour: '#22d3ee' },
    ],
  },
  {
    id: 'memory',
    title: 'Memory Usage',
    scale: 'percent',
    points: [
      { device: 'gpu', metric: 'memory.used_percent', label: 'GPU Memory %', colour: '#3b82f6' },
      { device: 'host', metric: 'ram.used_percent', label: 'RAM %', colour: '#8b5cf6' },
    ],
  },
  {
    id: 'temperature',
    title: 'Temperature',
    scale: 'hundred',
    points: [{ device: 'gpu', metric: 'temperature', label: 'GPU Temp °C', colour: '#f59e0b' }],
  },
];

/// Without a GPU, what every machine has.
const hostPlans: readonly Plan[] = [
  {
    id: 'utilization',
    title: 'Utilization',
    scale: 'percent',
    points: [{ device: 'host', metric: 'cpu.percent', label: 'CPU %', colour: '#22d3ee' }],
  },
  {
    id: 'memory',
    title: 'Memory Usage',
    scale: 'percent',
    points: [
      { device: 'host', metric: 'ram.used_percent', label: 'RAM %', colour: '#8b5cf6' },
      { device: 'host', metric: 'swap.used_percent', label: 'Swap %', colour: '#f472b6' },
    ],
  },
  {
    id: 'disk',
    title: 'Disk I/O',
    scale: 'zero',
    points: [
      { device: 'host', metric: 'disk_io.read_rate', label: 'Read', colour: '#facc15' },
      { device: 'host', metric: 'disk_io.write_rate', label: 'Write', colour: '#fb923c' },
    ],
  },
];

export type Catalogue = readonly CatalogEntry[];

/// The charts that everyone sees: of the GPUs and the host, or of the host alone.
export function defaultCharts(catalogue: Catalogue, gpus: readonly number[]): Chart[] {
  return (gpus.length > 0 ? plans : hostPlans)
    .map((plan) => chartOf(plan, catalogue, gpus))
    .filter(({ lines }) => lines.length > 0);
}

/// A chart of one more metric, `gpu.power.usage` or `host.cpu.iowait`; `null` where there is none.
export function addedChart(
  catalogue: Catalogue,
  gpus: readonly number[],
  id: string,
): Chart | null {
  const entry = catalogue.find((one) => chartId(one) === id);
  if (!entry || !offers(entry, gpus)) return null;
  const device = entry.device === 'gpu' ? 'gpu' : 'host';
  const title = titleOf(entry);
  const point = { device, metric: entry.id, label: title, colour: lookOf(0).colour } as const;
  return chartOf({ id, title, scale: scaleOf(entry), points: [point] }, catalogue, gpus);
}

export function chartId({ device, id }: CatalogEntry): string {
  return `${device}.${id}`;
}

/// Whether the history can answer for this metric here: it does for GPUs and the host as a whole.
export function offers({ device }: CatalogEntry, gpus: readonly number[]): boolean {
  return device === 'host' || (device === 'gpu' && gpus.length > 0);
}

function scaleOf({ unit, kind }: CatalogEntry): ScaleKind {
  if (kind === 'counter') return 'free';
  if (unit === 'percent') return 'percent';
  return unit === 'celsius' ? 'hundred' : 'zero';
}

function chartOf(plan: Plan, catalogue: Catalogue, gpus: readonly number[]): Chart {
  const lines: Line[] = [];
  const series: Series[] = [];
  let unit = 'none';
  for (const point of plan.points) {
    const entry = catalogue.find(
      ({ id, device }) => id === point.metric && device === point.device,
    );
    if (!entry) continue;
    unit = entry.unit;
    for (const gpu of point.device === 'gpu' ? gpus : [null]) {
      const key = keyOf(gpu, entry.id);
      series.push({ key, gpu, metric: entry.id, path: entry.path, flags: entry.kind === 'flags' });
      lines.push({ key, ...lookFor(point, gpu, gpus.length, lines.length) });
    }
  }
  const { id, title, scale } = plan;
  return { id, title, unit, scale, lines, series };
}

/// A single GPU's line has its metric's own colour; several have one each.
function lookFor({ label, colour }: Point, gpu: number | null, gpus: number, index: number) {
  if (gpu === null || gpus < 2) return { label, colour, dash: dashes[index % dashes.length] ?? [] };
  const name = label.startsWith('GPU') ? label.replace('GPU', `GPU ${gpu}`) : `GPU ${gpu} ${label}`;
  return { label: name, ...lookOf(index) };
}
