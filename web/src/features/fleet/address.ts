import { useMemo } from 'react';
import type { FleetGpuId } from '@/api/history';
import { setSearchParam, setSearchParams, useSearchParam } from '@/lib/router';
import { type Arrangement, filters, groupKeys, sortKeys } from './arrange';

/// The most GPUs that are compared at once: more lines are not told apart.
export const mostPicked = 16;

function oneOf<T extends string>(allowed: readonly T[], text: string | null, fallback: T): T {
  return allowed.find((one) => one === text) ?? fallback;
}

/// What the list shows; kept in the address.
export function useArrangement(): Arrangement {
  const search = useSearchParam('q') ?? '';
  const sort = oneOf(sortKeys, useSearchParam('sort'), 'name');
  const descending = useSearchParam('order') === 'desc';
  const group = oneOf(groupKeys, useSearchParam('group'), 'none');
  const filter = oneOf(filters, useSearchParam('show'), 'all');
  return useMemo(
    () => ({ search, sort, descending, group, filter }),
    [search, sort, descending, group, filter],
  );
}

export function changeArrangement(change: Partial<Arrangement>): void {
  const changes: Record<string, string | null> = {};
  if (change.search !== undefined) changes.q = change.search || null;
  if (change.sort !== undefined) changes.sort = change.sort === 'name' ? null : change.sort;
  if (change.descending !== undefined) changes.order = change.descending ? 'desc' : null;
  if (change.group !== undefined) changes.group = change.group === 'none' ? null : change.group;
  if (change.filter !== undefined) changes.show = change.filter === 'all' ? null : change.filter;
  setSearchParams(changes);
}

export function nameOf({ host, gpu }: FleetGpuId): string {
  return `${host}:${gpu}`;
}

export function parsePicked(text: string | null): FleetGpuId[] {
  const found = new Map<string, FleetGpuId>();
  for (const word of (text ?? '').split(',')) {
    const [, host, gpu] = /^(.+):(\d{1,4})$/.exec(word) ?? [];
    if (host && gpu) found.set(word, { host, gpu: Number(gpu) });
  }
  return [...found.values()].slice(0, mostPicked);
}

export interface Picked {
  gpus: readonly FleetGpuId[];
  /// The same as `host:gpu`.
  names: ReadonlySet<string>;
  full: boolean;
  toggle(gpu: FleetGpuId): void;
  clear(): void;
}

/// The GPUs that are to be compared, kept in the address as `?gpus=node-a:0,node-b:3`.
export function usePicked(): Picked {
  const text = useSearchParam('gpus');
  return useMemo(() => {
    const gpus = parsePicked(text);
    const names = new Set(gpus.map(nameOf));
    const put = (next: readonly FleetGpuId[]) =>
      setSearchParam('gpus', next.length === 0 ? null : next.map(nameOf).join());
    return {
      gpus,
      names,
      full: gpus.length >= mostPicked,
      toggle: (gpu) => {
        const without = gpus.filter((one) => nameOf(one) !== nameOf(gpu));
        if (without.length < gpus.length) put(without);
        else if (gpus.length < mostPicked) put([...gpus, gpu]);
      },
      clear: () => put([]),
    };
  }, [text]);
}
