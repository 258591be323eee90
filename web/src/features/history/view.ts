import { useMemo } from 'react';
import { type Stretch, shortest } from '@/charts/stretch';
import { setSearchParams, useSearchParam } from '@/lib/router';

export const ranges = { '1h': 3600, '6h': 6 * 3600, '24h': 86_400, '7d': 7 * 86_400 } as const;
export type Range = keyof typeof ranges;

/// What the panel shows; kept in the address.
export interface View {
  range: Range;
  zoom: Stretch | null;
  /// Charts that were added: `gpu.power.usage`, `host.cpu.iowait`.
  charts: string[];
}

/// Charts that a page takes at most, so that an address cannot ask for any number.
export const mostCharts = 12;

export function parseRange(text: string | null): Range {
  return text !== null && Object.hasOwn(ranges, text) ? (text as Range) : '1h';
}

export function parseZoom(from: string | null, to: string | null): Stretch | null {
  if (!/^\d{1,11}$/.test(from ?? '') || !/^\d{1,11}$/.test(to ?? '')) return null;
  const zoom = { from: Number(from), to: Number(to) };
  return zoom.to - zoom.from >= shortest ? zoom : null;
}

export function parseCharts(text: string | null): string[] {
  const known = (text ?? '').split(',').filter((id) => /^(gpu|host)\.[\w.]+$/.test(id));
  return [...new Set(known)].slice(0, mostCharts);
}

export function useView(): View {
  const range = useSearchParam('range');
  const from = useSearchParam('from');
  const to = useSearchParam('to');
  const charts = useSearchParam('charts');
  return useMemo(
    () => ({
      range: parseRange(range),
      zoom: parseZoom(from, to),
      charts: parseCharts(charts),
    }),
    [range, from, to, charts],
  );
}

/// Another range is seen whole.
export function showRange(range: Range): void {
  setSearchParams({ range: range === '1h' ? null : range, from: null, to: null });
}

/// Whole seconds, and never less than can be seen; `null` goes back to the whole range.
export function showZoom(stretch: Stretch | null): void {
  if (stretch === null) {
    setSearchParams({ from: null, to: null });
    return;
  }
  const from = Math.floor(stretch.from);
  const to = Math.max(Math.ceil(stretch.to), from + shortest);
  setSearchParams({ from: String(from), to: String(to) });
}

export function showCharts(charts: readonly string[]): void {
  setSearchParams({ charts: charts.length === 0 ? null : charts.join() });
}
