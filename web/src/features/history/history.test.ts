import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '@/api/types';
import { addedChart, defaultCharts } from './charts';
import { exportLinks } from './export_list';
import { howOften } from './how_often';
import { chartColumns } from './layout';
import { moved } from './metric_choice';
import { offersOf, search } from './metric_search';
import { titleOf } from './titles';
import {
  mostCharts,
  parseCharts,
  parseRange,
  parseZoom,
  showCharts,
  showRange,
  showZoom,
} from './view';

const entry = (device: CatalogEntry['device'], id: string, change: Partial<CatalogEntry> = {}) =>
  ({ id, device, path: id, unit: 'percent', kind: 'gauge', help: '', ...change }) as CatalogEntry;

const catalogue = [
  entry('host', 'cpu.percent'),
  entry('host', 'ram.used_percent'),
  entry('host', 'disk_io.read_rate', { unit: 'bytes_per_second' }),
  entry('host', 'cpu.context_switches', { kind: 'counter', unit: 'none' }),
  entry('disk', 'utilization'),
  entry('gpu', 'utilization', { path: 'utilization.gpu' }),
  entry('gpu', 'memory.used_percent'),
  entry('gpu', 'temperature', { unit: 'celsius' }),
  entry('gpu', 'power.usage', { unit: 'watts', help: 'What the card draws.' }),
  entry('gpu', 'throttle_reasons', { kind: 'flags', unit: 'none' }),
];

describe('the view in the address', () => {
  it.each([
    ['6h', '6h'],
    ['7d', '7d'],
    [null, '1h'],
    ['2h', '1h'],
    ['toString', '1h'],
  ])('reads the range %s as %s', (text, range) => {
    expect(parseRange(text)).toBe(range);
  });

  it.each([
    ['100', '200', { from: 100, to: 200 }],
    ['100', '104', null],
    ['200', '100', null],
    ['1e9', '2e9', null],
    ['-5', '100', null],
    [null, '100', null],
  ])('reads the closer look %s to %s as %j', (from, to, zoom) => {
    expect(parseZoom(from, to)).toEqual(zoom);
  });

  it('takes each chart once, only what is an id, and not too many', () => {
    expect(parseCharts('gpu.power.usage,gpu.power.usage,disk.x,host.cpu.iowait,<b>')).toEqual([
      'gpu.power.usage',
      'host.cpu.iowait',
    ]);
    const many = Array.from({ length: 50 }, (_, index) => `host.m${index}`).join();
    expect(parseCharts(many)).toHaveLength(mostCharts);
    expect(parseCharts(null)).toEqual([]);
  });

  it('is written beside what else is there, whole seconds, the default left out', () => {
    window.history.replaceState(null, '', '/?gpu=1');
    showRange('6h');
    showZoom({ from: 100.7, to: 102.2 });
    showCharts(['host.cpu.iowait']);
    expect(window.location.search).toBe('?gpu=1&range=6h&from=100&to=105&charts=host.cpu.iowait');
    showZoom(null);
    showCharts([]);
    showRange('1h');
    expect(window.location.search).toBe('?gpu=1');
  });
});

describe('the charts', () => {
  it('are three, of the GPU and the machine', () => {
    const charts = defaultCharts(catalogue, [1]);
    expect(charts.map(({ title }) => title)).toEqual([
      'Utilization',
      'Memory Usage',
      'Temperature',
    ]);
    expect(charts[0]?.series.map(({ key }) => key)).toEqual([
      'gpu/1:utilization',
      'host:cpu.percent',
    ]);
    expect(charts[0]?.series[0]?.path).toBe('utilization.gpu');
    expect(charts[0]?.lines.map(({ label }) => label)).toEqual(['GPU %', 'CPU %']);
  });

  it('are of the machine alone without a GPU, and leave out what there is not', () => {
    const charts = defaultCharts(catalogue, []);
    expect(charts.map(({ title }) => title)).toEqual(['Utilization', 'Memory Usage', 'Disk I/O']);
    expect(charts.flatMap(({ series }) => series).every(({ gpu }) => gpu === null)).toBe(true);
    expect(charts[2]?.lines).toHaveLength(1);
  });

  it('tell several GPUs apart', () => {
    const lines = defaultCharts(catalogue, [0, 1])[2]?.lines ?? [];
    expect(lines.map(({ label }) => label)).toEqual(['GPU 0', 'GPU 1']);
    expect(lines[0]?.colour).not.toBe(lines[1]?.colour);
  });

  it('give what stands beside several GPUs a colour of its own', () => {
    const gpus = [0, 1, 2, 3, 4, 5, 6, 7];
    for (const chart of defaultCharts(catalogue, gpus).slice(0, 2)) {
      expect(chart.lines).toHaveLength(9);
      expect(new Set(chart.lines.map(({ colour }) => colour)).size).toBe(9);
    }
  });

  it('follow the palette and the unit of temperatures', () => {
    const chart = (palette: 'standard' | 'contrast') =>
      defaultCharts(catalogue, [0], { palette, temperatureUnit: 'fahrenheit' })[2];
    expect(chart('standard')?.lines[0]?.label).toBe('GPU Temp °F');
    expect(chart('standard')?.lines[0]?.colour).not.toBe(chart('contrast')?.lines[0]?.colour);
  });

  it.each([
    ['gpu.power.usage', 'zero'],
    ['gpu.temperature', 'hundred'],
    ['host.cpu.percent', 'percent'],
    ['host.cpu.context_switches', 'free'],
  ])('of %s have a scale of their kind', (id, scale) => {
    expect(addedChart(catalogue, [0], id)?.scale).toBe(scale);
  });

  it('are not made of what history does not answer for', () => {
    expect(addedChart(catalogue, [0], 'gpu.nothing')).toBeNull();
    expect(addedChart(catalogue, [], 'gpu.power.usage')).toBeNull();
    expect(addedChart(catalogue, [0], 'disk.utilization')).toBeNull();
  });

  it.each([
    [3, 1, 1],
    [3, 2, 3],
    [4, 2, 2],
    [5, 2, 3],
    [7, 2, 3],
    [3, 3, 3],
    [4, 3, 4],
    [5, 3, 3],
    [1, 4, 1],
    [0, 1, 1],
  ])('%s stand, on a page of %s columns, %s to a row', (count, columns, expected) => {
    expect(chartColumns(count, columns)).toBe(expected);
  });
});

describe('the search', () => {
  const offers = offersOf(catalogue, [0]);

  it('offers the GPU’s metrics first, and no device’s that history does not answer for', () => {
    expect(offers[0]?.group).toBe('GPU');
    expect(offers).toHaveLength(9);
    expect(offersOf(catalogue, []).every(({ group }) => group === 'Machine')).toBe(true);
  });

  it('finds every word, in titles first, then in what a metric means', () => {
    expect(search(offers, 'usage POWER').map(({ id }) => id)).toEqual(['gpu.power.usage']);
    expect(search(offers, 'card').map(({ id }) => id)).toEqual(['gpu.power.usage']);
    expect(search(offers, '  ')).toHaveLength(9);
    expect(search(offers, 'no such')).toEqual([]);
  });

  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 8, 0],
    ['ArrowUp', 0, 8],
    ['PageDown', 4, 8],
    ['PageUp', 4, 0],
    ['a', 4, null],
  ])('is walked by %s from %s to %s', (key, from, to) => {
    expect(moved(key, from, 9)).toBe(to);
  });
});

it('links to the values on screen', () => {
  const links = exportLinks(defaultCharts(catalogue, [1]), { from: 100.5, to: 200.2 });
  expect(links.map(({ name }) => name)).toEqual(['GPU', 'Machine']);
  expect(links[0]?.formats[0]?.href).toBe(
    '/api/v1/system/gpu-metrics/export?gpu_id=1&metrics=utilization,memory.used_percent,temperature&start_time=100&end_time=201&format=csv',
  );
  expect(links[1]?.formats[1]?.href).toBe(
    '/api/v1/system/metrics/export?metrics=cpu.percent,ram.used_percent&start_time=100&end_time=201&format=rows',
  );
});

it.each([
  ['host', 'disk_io.read_rate', 'Disk I/O Read Rate'],
  ['gpu', 'pcie.rx_rate', 'GPU PCIe Received Rate'],
  ['host', 'ram.used_percent', 'RAM Used %'],
] as const)('names %s %s %s', (device, id, title) => {
  expect(titleOf({ device, id })).toBe(title);
});

it.each([
  [1, [100, 101, 102], 'a point each second'],
  [1, [100, 110, 120, 130, 131, 200, 210], 'a point every 10 seconds'],
  [1, [30, 90, 150], 'a point each minute'],
  [10, [100, 110, 120], 'a point every 10 seconds, with lowest and highest'],
  [10, [120, 150, 180], 'a point every 30 seconds, with lowest and highest'],
  [300, [600, 900], 'a point every 5 minutes, with lowest and highest'],
  [15, [], 'a point every 15 seconds, with lowest and highest'],
])('says of a step of %s and times %j that there is %s', (step, times, text) => {
  expect(howOften({ step, times, columns: {}, series: [], resolution: '1s' })).toBe(text);
});
