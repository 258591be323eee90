import { describe, expect, it } from 'vitest';
import type { All, History } from '@/api/types';
import { allWith, gpuMetrics, systemMetrics } from '@/testing/fixtures';
import { fromAll } from '../fetch_readings';
import { noReadings, type Readings } from '../readings';
import { frameOf } from './fetch_frame';
import { recordingOf } from './recording';
import { newest, type Series } from './series';

const one = (gpu: number | null, path: string, metric = path): Series => ({
  key: `${gpu === null ? 'host' : `gpu/${gpu}`}:${metric}`,
  gpu,
  metric,
  path,
  flags: false,
});

const answer = (change: Partial<History>): History =>
  ({ resolution: '1s', step: 1, timestamps: [], series: [], ...change }) as History;

describe('the newest value', () => {
  const all = allWith(1) as All;
  const readings: Readings = {
    ...noReadings,
    ...fromAll(all, []),
    gpuMetrics: { 0: gpuMetrics() },
  };

  it.each([
    [0, 'utilization.gpu', 75],
    [0, 'temperature_memory', null],
    [0, 'throttle_reasons', 0],
    [null, 'cpu.load_average[1]', 1.25],
    [null, 'disk_io.read_rate', 320 * 2 ** 20],
    [null, 'network_io.sent_rate', 2.5 * 2 ** 20],
    [1, 'temperature', undefined],
    [null, 'no.such.path', undefined],
  ])('of %s at %s is %s', (gpu, path, value) => {
    expect(newest(readings, one(gpu, path))).toBe(value);
  });

  it('counts flags', () => {
    const metrics = gpuMetrics({ throttle_reasons: ['power_cap', 'thermal'] as never });
    const hot = { ...readings, gpuMetrics: { 0: metrics }, system: systemMetrics() };
    expect(newest(hot, one(0, 'throttle_reasons'))).toBe(2);
  });
});

describe('a frame', () => {
  it('joins the answers and takes the coarser one’s step', () => {
    const gpu = answer({
      timestamps: [60, 120],
      step: 60,
      resolution: '1m',
      series: [{ gpu_id: 0, metric: 'temperature', avg: [50, null], min: [40, null] }] as never,
    });
    const host = answer({
      timestamps: [60, 120],
      series: [{ gpu_id: null, metric: 'cpu.percent', avg: [1, 2] }] as never,
    });
    const frame = frameOf([one(0, 'temperature')], [gpu, host]);
    expect(frame).toMatchObject({ times: [60, 120], step: 60, resolution: '1m' });
    expect(frame.columns['gpu/0:temperature']).toMatchObject({ avg: [50, null], min: [40, null] });
    expect(frame.columns['host:cpu.percent']?.avg).toEqual([1, 2]);
  });

  it('draws how many flags are set', () => {
    const flags = { ...one(0, 'throttle_reasons'), flags: true };
    const masks = answer({
      timestamps: [1, 2, 3],
      series: [{ gpu_id: 0, metric: 'throttle_reasons', avg: [0, 5, null] }] as never,
    });
    expect(frameOf([flags], [masks]).columns[flags.key]?.avg).toEqual([0, 2, null]);
  });

  it('is empty without an answer', () => {
    expect(frameOf([], [])).toMatchObject({ times: [], columns: {} });
  });
});

it('reads when recording began, and where a damaged file went', () => {
  const store = {
    state: 'ok',
    detail: '',
    shared: false,
    set_aside: '/x.damaged',
    oldest: '1970-01-01T00:01:40Z',
  };
  expect(recordingOf({ store } as never)).toEqual({
    state: 'ok',
    detail: '',
    shared: false,
    setAside: '/x.damaged',
    since: 100,
  });
  expect(recordingOf({ store: { ...store, oldest: null } } as never).since).toBeNull();
});
