import type { GpuProcess } from '@/api/types';
import { isKnown } from '@/lib/absent';

export type Column =
  | 'pid'
  | 'process_name'
  | 'username'
  | 'gpu_memory_used'
  | 'gpu_utilization'
  | 'cpu_percent'
  | 'host_memory';

export interface Order {
  column: Column;
  descending: boolean;
}

export const mostMemoryFirst: Order = { column: 'gpu_memory_used', descending: true };

const words: Column[] = ['process_name', 'username'];

/// The order after a click on `column`: figures start with the largest, words with A; a second click
/// turns it round.
export function nextOrder(order: Order, column: Column): Order {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: column !== 'pid' && !words.includes(column) };
}

/// Sorts without changing `processes`. Unknown values come last either way; PIDs break ties.
export function sortProcesses(processes: readonly GpuProcess[], order: Order): GpuProcess[] {
  const direction = order.descending ? -1 : 1;
  return [...processes].sort((a, b) => {
    const [left, right] = [a[order.column], b[order.column]];
    if (!isKnown(left) || !isKnown(right)) return rank(left) - rank(right) || a.pid - b.pid;
    return direction * compare(left, right) || a.pid - b.pid;
  });
}

function rank(value: unknown): number {
  return isKnown(value) ? 0 : 1;
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}
