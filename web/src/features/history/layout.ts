import { useColumns } from '@/lib/use_columns';

/// The most charts side by side, by the number of columns that the page has.
const most = [1, 3, 4, 6];

/// How many of `count` charts stand side by side: in as few rows as there is room for, and those as
/// full as one another.
export function chartColumns(count: number, pageColumns: number): number {
  const room = most[Math.min(pageColumns, most.length) - 1] ?? 1;
  const rows = Math.max(1, Math.ceil(count / room));
  return Math.max(1, Math.ceil(count / rows));
}

/// The same as a grid's template.
export function useChartColumns(count: number): string {
  return `repeat(${chartColumns(count, useColumns())}, minmax(0, 1fr))`;
}
