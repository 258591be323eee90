/// A value at a time. `null` is a gap; `undefined` means that the column has no entry at that time,
/// since another column brought it: a line goes past it.
export type Value = number | null | undefined;

/// One series; `min` and `max` where a point stands for more than one sample.
export interface Column {
  avg: readonly Value[];
  min?: readonly Value[] | undefined;
  max?: readonly Value[] | undefined;
}

/// Series on one axis of times: seconds since 1970, ascending.
export interface Columns {
  times: readonly number[];
  columns: Readonly<Record<string, Column>>;
}

export const noColumns: Columns = { times: [], columns: {} };

/// Several sets of columns on one axis. Nothing is copied where the axes are the same.
export function join(parts: readonly Columns[]): Columns {
  const [first, ...others] = parts.filter(({ times }) => times.length > 0);
  return others.reduce(joinTwo, first ?? parts[0] ?? noColumns);
}

function joinTwo(a: Columns, b: Columns): Columns {
  if (sameTimes(a.times, b.times))
    return { times: a.times, columns: { ...a.columns, ...b.columns } };
  const { times, fromA, fromB } = merge(a.times, b.times);
  return {
    times,
    columns: { ...mapColumns(a, (v) => pick(v, fromA)), ...mapColumns(b, (v) => pick(v, fromB)) },
  };
}

function sameTimes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((time, index) => time === b[index]);
}

/// The union of two axes, and for each of its times the index in either, or -1.
function merge(a: readonly number[], b: readonly number[]) {
  const times: number[] = [];
  const fromA: number[] = [];
  const fromB: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const atA = a[i] ?? Number.POSITIVE_INFINITY;
    const atB = b[j] ?? Number.POSITIVE_INFINITY;
    times.push(Math.min(atA, atB));
    fromA.push(atA <= atB ? i++ : -1);
    fromB.push(atB <= atA ? j++ : -1);
  }
  return { times, fromA, fromB };
}

function pick(values: readonly Value[], indices: readonly number[]): Value[] {
  return indices.map((index) => values[index]);
}

function mapColumns(
  { columns }: Columns,
  f: (values: readonly Value[], key: string) => readonly Value[],
): Record<string, Column> {
  return Object.fromEntries(
    Object.entries(columns).map(([key, { avg, min, max }]) => [
      key,
      { avg: f(avg, key), min: min && f(min, key), max: max && f(max, key) },
    ]),
  );
}

/// A row more at the end, after a gap where `gap` is set; rows before `from` are dropped.
export function append(
  known: Columns,
  time: number,
  row: Readonly<Record<string, Value>>,
  { gap, from }: { gap: boolean; from: number },
): Columns {
  const last = known.times.at(-1) ?? time;
  const first = firstFrom(known.times, from);
  const keep = <T>(values: readonly T[], ...more: T[]) => values.slice(first).concat(more);
  return {
    times: gap ? keep(known.times, last + 1, time) : keep(known.times, time),
    columns: mapColumns(known, (values, key) =>
      gap ? keep(values, null, row[key]) : keep(values, row[key]),
    ),
  };
}

/// Puts `tail` in place of what is known from its first time to its last one.
export function splice(known: Columns, tail: Columns): Columns {
  const [from] = tail.times;
  const to = tail.times.at(-1);
  if (from === undefined || to === undefined) return known;
  const head = firstFrom(known.times, from);
  const rest = firstFrom(known.times, to + 1);
  const around = <T>(values: readonly T[], middle: readonly T[]) =>
    values.slice(0, head).concat(middle, values.slice(rest));
  const middle = (values: readonly Value[] | undefined) =>
    values ?? new Array<Value>(tail.times.length).fill(null);
  const columns = Object.entries(known.columns).map(([key, { avg, min, max }]) => {
    const next = tail.columns[key];
    return [
      key,
      {
        avg: around(avg, middle(next?.avg)),
        min: min && around(min, middle(next?.min)),
        max: max && around(max, middle(next?.max)),
      },
    ];
  });
  return { times: around(known.times, tail.times), columns: Object.fromEntries(columns) };
}

export function dropBefore(known: Columns, from: number): Columns {
  const first = firstFrom(known.times, from);
  if (first === 0) return known;
  return {
    times: known.times.slice(first),
    columns: mapColumns(known, (values) => values.slice(first)),
  };
}

/// The index of the first time that is not before `from`.
export function firstFrom(times: readonly number[], from: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? from) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
