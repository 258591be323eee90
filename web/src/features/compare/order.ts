import { useRef } from 'react';
import type { GpuInfo, GpuMetrics } from '@/api/types';
import { isKnown } from '@/lib/absent';
import { setSearchParam, useSearchParam } from '@/lib/router';
import { comparedMetrics, valueAt } from './metrics';

export interface Order {
  /// The path of a metric; `null` for the GPU's number.
  path: string | null;
  descending: boolean;
}

export const byNumber: Order = { path: null, descending: false };

/// Reads `temperature` as ascending and `-temperature` as descending.
export function parseOrder(text: string | null): Order {
  const descending = text?.startsWith('-') ?? false;
  const name = descending ? text?.slice(1) : text;
  if (name === 'gpu_id') return { path: null, descending };
  const known = comparedMetrics.some(({ path }) => path === name);
  return name && known ? { path: name, descending } : byNumber;
}

export function formatOrder({ path, descending }: Order): string | null {
  if (path === null && !descending) return null;
  return `${descending ? '-' : ''}${path ?? 'gpu_id'}`;
}

/// The order of the cards, kept in the address as `?sort=-temperature`.
export function useOrder(): [Order, (order: Order) => void] {
  const order = parseOrder(useSearchParam('sort'));
  return [order, (next) => setSearchParam('sort', formatOrder(next))];
}

type Metrics = Readonly<Record<number, GpuMetrics>>;

/// Unknown values come last either way; the GPU's number breaks ties.
export function sortGpus(gpus: readonly GpuInfo[], metrics: Metrics, order: Order): GpuInfo[] {
  const direction = order.descending ? -1 : 1;
  const { path } = order;
  return [...gpus].sort((a, b) => {
    if (path === null) return direction * (a.gpu_id - b.gpu_id);
    const left = valueAt(metrics[a.gpu_id], path);
    const right = valueAt(metrics[b.gpu_id], path);
    if (!isKnown(left) || !isKnown(right)) {
      return Number(isKnown(right)) - Number(isKnown(left)) || a.gpu_id - b.gpu_id;
    }
    return direction * (left - right) || a.gpu_id - b.gpu_id;
  });
}

/// Milliseconds that an order stands, so that cards can be read before they change places.
const settled = 5000;

/// The GPUs in order. A new order applies at once; new values move the cards now and then.
export function useSortedGpus(gpus: readonly GpuInfo[], metrics: Metrics, order: Order): GpuInfo[] {
  const key = `${formatOrder(order)} ${gpus.map((gpu) => gpu.uuid ?? gpu.gpu_id).join()}`;
  const kept = useRef({ key: '', at: 0, ids: [] as number[], known: 0 });
  const known = Object.keys(metrics).length;
  const now = performance.now();
  const { current } = kept;
  if (current.key !== key || current.known !== known || now - current.at >= settled) {
    const ids = sortGpus(gpus, metrics, order).map((gpu) => gpu.gpu_id);
    kept.current = { key, at: now, ids, known };
  }
  const { ids } = kept.current;
  return [...gpus].sort((a, b) => ids.indexOf(a.gpu_id) - ids.indexOf(b.gpu_id));
}
