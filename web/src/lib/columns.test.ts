import { describe, expect, it } from 'vitest';
import { append, type Columns, dropBefore, firstFrom, join, splice } from './columns';

const a: Columns = { times: [10, 11, 12], columns: { a: { avg: [1, null, 3] } } };

describe('join', () => {
  it('copies nothing where the times are the same', () => {
    const b: Columns = { times: [10, 11, 12], columns: { b: { avg: [4, 5, 6] } } };
    const both = join([a, b]);
    expect(both.times).toBe(a.times);
    expect(both.columns.a).toBe(a.columns.a);
    expect(both.columns.b).toBe(b.columns.b);
  });

  it('leaves out what one of two axes does not have, and keeps gaps', () => {
    const b: Columns = {
      times: [11, 13],
      columns: { b: { avg: [5, 7], min: [4, 6], max: [6, 8] } },
    };
    expect(join([a, b])).toEqual({
      times: [10, 11, 12, 13],
      columns: {
        a: { avg: [1, null, 3, undefined], min: undefined, max: undefined },
        b: {
          avg: [undefined, 5, undefined, 7],
          min: [undefined, 4, undefined, 6],
          max: [undefined, 6, undefined, 8],
        },
      },
    });
  });

  it('takes one that is empty for nothing', () => {
    expect(join([{ times: [], columns: {} }, a])).toBe(a);
    expect(join([])).toEqual({ times: [], columns: {} });
  });
});

describe('append', () => {
  it('adds a row and drops what is too old', () => {
    const next = append(a, 13, { a: 4 }, { gap: false, from: 11 });
    expect(next.times).toEqual([11, 12, 13]);
    expect(next.columns.a?.avg).toEqual([null, 3, 4]);
    expect(a.times).toEqual([10, 11, 12]);
  });

  it('puts an entry without values into a gap', () => {
    const next = append(a, 20, { a: 4 }, { gap: true, from: 0 });
    expect(next.times).toEqual([10, 11, 12, 13, 20]);
    expect(next.columns.a?.avg).toEqual([1, null, 3, null, 4]);
  });
});

describe('splice', () => {
  it('puts the end in place', () => {
    const next = splice(a, { times: [12, 13], columns: { a: { avg: [30, 40] } } });
    expect(next.times).toEqual([10, 11, 12, 13]);
    expect(next.columns.a?.avg).toEqual([1, null, 30, 40]);
  });

  it('keeps what came after the end that is put in place', () => {
    const next = splice(a, { times: [11], columns: { a: { avg: [20] } } });
    expect(next.columns.a?.avg).toEqual([1, 20, 3]);
  });

  it('leaves a gap for a column that the end does not have', () => {
    const next = splice(a, { times: [12, 13], columns: {} });
    expect(next.columns.a?.avg).toEqual([1, null, null, null]);
  });

  it('changes nothing without an end', () => {
    expect(splice(a, { times: [], columns: {} })).toBe(a);
  });
});

it('drops what is before a time', () => {
  expect(dropBefore(a, 11).times).toEqual([11, 12]);
  expect(dropBefore(a, 10)).toBe(a);
  expect(dropBefore(a, 99).columns.a?.avg).toEqual([]);
});

it.each([
  [9, 0],
  [10, 0],
  [11, 1],
  [12, 2],
  [13, 3],
])('finds the first time from %s on', (time, index) => {
  expect(firstFrom(a.times, time)).toBe(index);
});
