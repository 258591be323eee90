import { describe, expect, it } from 'vitest';
import { aligned, hasBand, seriesOf } from './aligned';
import { coloursOf, type Palette } from './colours';
import { isolated } from './isolated';
import { lookOf } from './lines';
import { lookedAt, moved } from './moments';
import { scaleRange } from './scale';
import { earlier, later, within } from './stretch';
import { describe as inWords, summarise } from './summary';

const line = (key: string) => ({ key, label: key.toUpperCase(), colour: '#fff', dash: [] });

describe('the columns of a plot', () => {
  const data = {
    times: [1, 2],
    columns: { a: { avg: [5, 6], min: [4, 5], max: [6, 7] }, b: { avg: [1, null] } },
  };

  it('are the lines’ own, in their order, not copied', () => {
    const [times, b, a] = aligned(data, [line('b'), line('a')], false);
    expect(times).toBe(data.times);
    expect(b).toBe(data.columns.b.avg);
    expect(a).toBe(data.columns.a.avg);
  });

  it('have edges of a band for every line where any has extremes', () => {
    const lines = [line('a'), line('b')];
    expect(hasBand(data, lines)).toBe(true);
    expect(hasBand(data, [line('b')])).toBe(false);
    const columns = aligned(data, lines, true);
    expect(columns).toHaveLength(7);
    const { avg, min, max } = seriesOf(0, true);
    expect([columns[avg], columns[min], columns[max]]).toEqual([
      [5, 6],
      [4, 5],
      [6, 7],
    ]);
    expect(columns[seriesOf(1, true).max]).toBe(data.columns.b.avg);
  });

  it('are empty for a line that there is nothing of', () => {
    expect(aligned(data, [line('c')], false)[1]).toEqual([]);
  });
});

describe('points that no line leads to', () => {
  it.each([
    [[1, 2, 3], []],
    [
      [1, null, 3, null, 5, 6],
      [0, 2],
    ],
    [[null, 4, null], [1]],
    [[null, 4], [1]],
    [[7], [0]],
    [[1, undefined, 3], []],
    [[null, undefined, 3, undefined, null], [2]],
    [[], []],
  ])('in %j are %j', (values, found) => {
    expect(isolated(values as (number | null)[], 0, values.length - 1)).toEqual(found);
  });
});

describe('the value axis', () => {
  it.each([
    ['percent', 20, 30, [0, 100]],
    ['percent', null, null, [0, 100]],
    ['hundred', 20, 60, [0, 100]],
    ['hundred', -5, 110, [-5, 110]],
    ['hundred', null, null, [0, 100]],
    ['zero', 50, 100, [0, 110.00000000000001]],
    ['zero', 0, 0, [0, 1]],
    ['zero', null, null, [0, 1]],
    ['zero', -4, -2, [-4, 0]],
    ['free', 100, 200, [90, 210]],
    ['free', 5, 5, [4.5, 5.5]],
    ['free', 0, 0, [0, 1]],
  ] as const)('%s from %s to %s is %j', (kind, low, high, range) => {
    expect(scaleRange(kind, low, high)).toEqual(range);
  });
});

describe('a summary', () => {
  it('has the newest value and the extremes, of the bands where there are', () => {
    expect(summarise({ avg: [9, 5, 6, null] }, 1)).toEqual({ latest: 6, min: 5, max: 6 });
    expect(summarise({ avg: [5], min: [1], max: [8] }, 0)).toEqual({ latest: 5, min: 1, max: 8 });
  });

  it('claims nothing without values', () => {
    const nothing = { latest: null, min: null, max: null };
    expect(summarise(undefined, 0)).toEqual(nothing);
    expect(summarise({ avg: [null, undefined] }, 0)).toEqual(nothing);
  });

  it('is told in words', () => {
    const summaries = [
      { latest: 6, min: 0, max: 9 },
      { latest: null, min: null, max: null },
    ];
    expect(inWords('Load', [line('a'), line('b')], summaries, (value) => `${value}%`)).toBe(
      'Load over time. A: latest 6%, lowest 0%, highest 9%. B: no values.',
    );
  });
});

describe.each<Palette>(['standard', 'colour-blind', 'contrast'])('the %s palette', (palette) => {
  it('tells sixteen lines apart, by colour or by dash', () => {
    const looks = Array.from({ length: 16 }, (_, index) => JSON.stringify(lookOf(index, palette)));
    expect(new Set(looks).size).toBe(16);
  });

  it('has eight colours for GPUs, and none of them for what stands beside', () => {
    const { lines, host } = coloursOf(palette);
    expect(new Set([...lines, host]).size).toBe(9);
  });
});

describe('a key', () => {
  const times = [0, 10, 20, 30, 40, 1000];
  const stretch = { from: 10, to: 1000 };
  const press = (key: string, at: number | null, shiftKey = false) =>
    moved({ key, shiftKey }, times, stretch, at);

  it.each([
    ['Home', null, 10],
    ['End', 10, 1000],
    ['ArrowLeft', null, 1000],
    ['ArrowRight', null, 1000],
    ['ArrowRight', 10, 20],
    ['ArrowRight', 40, 1000],
    ['ArrowRight', 1000, 1000],
    ['ArrowLeft', 1000, 40],
    ['ArrowLeft', 10, 10],
    ['Escape', 10, null],
    ['Escape', null, undefined],
    ['a', 10, undefined],
  ])('%s moves the crosshair from %s to %s', (key, at, to) => {
    expect(press(key, at)).toBe(to);
  });

  it('crosses a hundredth of the chart at a time, and one moment with Shift', () => {
    const many = Array.from({ length: 1001 }, (_, index) => index);
    const all = { from: 0, to: 1000 };
    expect(moved({ key: 'ArrowRight', shiftKey: false }, many, all, 500)).toBe(510);
    expect(moved({ key: 'ArrowLeft', shiftKey: false }, many, all, 500)).toBe(490);
    expect(moved({ key: 'ArrowLeft', shiftKey: true }, many, all, 500)).toBe(499);
  });

  it('does nothing where there is nothing', () => {
    expect(moved({ key: 'Home', shiftKey: false }, [], stretch, null)).toBeUndefined();
  });

  it.each([
    ['+', 200, { from: 150, to: 650 }],
    ['=', 200, { from: 150, to: 650 }],
    ['Enter', 1100, { from: 600, to: 1100 }],
    ['+', null, { from: 350, to: 850 }],
    ['-', 600, { from: -400, to: 1600 }],
    ['a', 600, undefined],
  ])('%s at %s looks at %j', (key, at, seen) => {
    expect(lookedAt({ key }, { from: 100, to: 1100 }, at)).toEqual(seen);
  });

  it('looks no closer than can be seen', () => {
    expect(lookedAt({ key: '+' }, { from: 0, to: 8 }, 8)).toEqual({ from: 3, to: 8 });
    expect(lookedAt({ key: '+' }, { from: 3, to: 8 }, 4)).toEqual({ from: 3, to: 8 });
  });
});

describe('a part of the range', () => {
  const whole = { from: 0, to: 3600 };

  it.each([
    [
      { from: 100, to: 200 },
      { from: 100, to: 200 },
    ],
    [
      { from: 3500, to: 3700 },
      { from: 3400, to: 3600 },
    ],
    [
      { from: -100, to: 100 },
      { from: -100, to: 100 },
    ],
    [{ from: -100, to: 3500 }, null],
    [{ from: 0, to: 3600 }, null],
  ])('%j is seen as %j', (stretch, seen) => {
    expect(within(stretch, whole)).toEqual(seen);
  });

  it('is moved by half of its length', () => {
    expect(earlier({ from: 100, to: 200 })).toEqual({ from: 50, to: 150 });
    expect(later({ from: 100, to: 200 })).toEqual({ from: 150, to: 250 });
  });
});
