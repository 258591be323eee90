import { beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/client';
import type { Health } from '@/api/types';
import { noReadings, type Readings } from '../readings';
import type { FetchFrame, Frame } from './fetch_frame';
import type { HistorySources } from './keeper';
import { keyOf, type Series } from './series';
import type { Question, Stretch } from './state';
import { createHistoryStore } from './store';

const series: Series[] = [
  {
    key: keyOf(0, 'temperature'),
    gpu: 0,
    metric: 'temperature',
    path: 'temperature',
    flags: false,
  },
];
const start = 1_760_000_000;

function frame(from: number, to: number, change: Partial<Frame> = {}): Frame {
  const step = change.step ?? 1;
  const times = Array.from({ length: (to - from) / step }, (_, index) => from + index * step);
  const columns = { 'gpu/0:temperature': { avg: times.map(() => 50) } };
  return { times, columns, series, resolution: '1s', step, ...change };
}

function readings(time: number, temperature: number | null | undefined): Readings {
  const gpuMetrics = temperature === undefined ? {} : { 0: { temperature } };
  return { ...noReadings, timestamp: new Date(time * 1000).toISOString(), gpuMetrics } as Readings;
}

const healthy = { store: { state: 'ok', detail: '', set_aside: '', oldest: null } };

function setUp(answer: FetchFrame) {
  let now = 0;
  const fetchFrame = vi.fn(answer);
  const fetchHealth = vi.fn(async () => healthy as unknown as Health);
  const sources: HistorySources = {
    fetchFrame,
    fetchCatalog: async () => ({ metrics: [] }),
    fetchHealth,
    now: () => now,
  };
  const store = createHistoryStore(sources);
  const settle = () => vi.advanceTimersByTimeAsync(200);
  const wait = (milliseconds: number) => {
    now += milliseconds;
  };
  const ask = (span: number, zoom: Stretch | null = null, change: Partial<Question> = {}) =>
    store.getState().ask({ span, zoom, series, points: 4000, ...change });
  return { store, fetchFrame, fetchHealth, settle, wait, ask };
}

const hour: FetchFrame = async (question) => frame(question.start, question.end ?? start + 1);

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

async function loaded(answer: FetchFrame = hour, span = 3600) {
  const all = setUp(answer);
  all.store.getState().start();
  all.ask(span);
  all.store.getState().advance(readings(start, 50));
  await all.settle();
  return { ...all, state: () => all.store.getState() };
}

it('asks for the span once the server’s time is known', async () => {
  const { store, fetchFrame, settle, ask } = setUp(hour);
  ask(3600);
  await settle();
  expect(fetchFrame).not.toHaveBeenCalled();
  store.getState().advance(readings(start, 50));
  expect(store.getState().busy).toBe(true);
  await settle();
  expect(fetchFrame).toHaveBeenCalledOnce();
  expect(fetchFrame.mock.calls[0]?.[0]).toMatchObject({ start: start - 3600, minMax: false });
  expect(store.getState()).toMatchObject({ busy: false, error: null, catalog: [] });
  expect(store.getState().overview?.times).toHaveLength(3601);
});

it('adds the newest samples without asking again', async () => {
  const { state, fetchFrame, settle } = await loaded();
  for (let second = 0; second < 3; second += 1) {
    state().advance(readings(start + second + 1, 60 + second));
  }
  await settle();
  expect(fetchFrame).toHaveBeenCalledOnce();
  const { overview } = state();
  expect(overview?.to).toBe(start + 3);
  expect(overview?.from).toBe(start - 3597);
  expect(overview?.times[0]).toBe(start - 3597);
  expect(overview?.columns['gpu/0:temperature']?.avg.slice(-3)).toEqual([60, 61, 62]);
});

it('keeps a value that is absent as a gap', async () => {
  const { state } = await loaded();
  state().advance(readings(start + 1, null));
  expect(state().overview?.columns['gpu/0:temperature']?.avg.at(-1)).toBeNull();
});

it('asks for the end alone where samples were missed', async () => {
  const { state, fetchFrame, settle, wait } = await loaded();
  wait(5000);
  state().advance(readings(start + 30, 70));
  await settle();
  expect(fetchFrame).toHaveBeenCalledTimes(2);
  expect(fetchFrame.mock.calls[1]?.[0]).toMatchObject({ start, resolution: '1s' });
});

it('asks for the end alone where the readings do not bring a series', async () => {
  const { state, fetchFrame, settle, wait } = await loaded();
  wait(5000);
  state().advance(readings(start + 1, undefined));
  await settle();
  expect(fetchFrame.mock.calls[1]?.[0]).toMatchObject({ start: start + 1 });
});

it('asks for extremes where a point is more than a sample, and for its end once it is over', async () => {
  const day: FetchFrame = async (question) =>
    frame(question.start, start, { step: 60, resolution: '1m' });
  const { state, fetchFrame, settle, wait } = await loaded(day, 86_400);
  expect(fetchFrame.mock.calls[0]?.[0]).toMatchObject({ minMax: true });
  wait(5000);
  state().advance(readings(start + 5, 60));
  await settle();
  expect(fetchFrame).toHaveBeenCalledOnce();
  state().advance(readings(start + 61, 60));
  await settle();
  expect(fetchFrame).toHaveBeenCalledTimes(2);
  expect(fetchFrame.mock.calls[1]?.[0]).toMatchObject({ resolution: '1m', minMax: true });
});

it('fetches finer data for a closer look, once it stands still, and lets it go', async () => {
  const { state, fetchFrame, settle, ask } = await loaded();
  ask(3600, { from: start - 600, to: start - 500 });
  ask(3600, { from: start - 590, to: start - 510 });
  await settle();
  expect(fetchFrame).toHaveBeenCalledTimes(2);
  expect(fetchFrame.mock.calls[1]?.[0]).toMatchObject({ start: start - 590, end: start - 510 });
  expect(state().detail?.times).toHaveLength(80);
  ask(3600, null);
  expect(state().detail).toBeNull();
  expect(state().overview?.times).toHaveLength(3601);
});

it('gives up an answer that another question overtook', async () => {
  const signals: AbortSignal[] = [];
  const { store, ask, settle } = setUp((question, signal) => {
    signals.push(signal);
    return hour(question, signal);
  });
  ask(3600);
  store.getState().advance(readings(start, 50));
  ask(21_600);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  await settle();
  expect(store.getState().overview?.from).toBe(start - 21_600);
});

it('says what failed, and tries again after a while or when told to', async () => {
  let broken = true;
  const { state, fetchFrame, settle, wait } = await loaded(async (question, signal) => {
    if (broken) throw new ApiError('History cannot be read.', 503, 4000);
    return hour(question, signal);
  });
  expect(state()).toMatchObject({ error: 'History cannot be read.', busy: false, overview: null });
  wait(3999);
  state().advance(readings(start + 1, 50));
  expect(fetchFrame).toHaveBeenCalledOnce();
  wait(1);
  state().advance(readings(start + 2, 50));
  await settle();
  expect(fetchFrame).toHaveBeenCalledTimes(2);
  broken = false;
  state().retry();
  await settle();
  expect(state().error).toBeNull();
  expect(state().overview).not.toBeNull();
});

it('asks for no history where none is kept', async () => {
  const { store, fetchFrame, fetchHealth, settle, ask } = setUp(hour);
  fetchHealth.mockResolvedValue({ store: null } as Health);
  store.getState().start();
  await settle();
  expect(store.getState().recording?.state).toBe('off');
  ask(3600);
  store.getState().advance(readings(start, 50));
  await settle();
  expect(fetchFrame).not.toHaveBeenCalled();
});

it('tells a recording that fails, and looks again', async () => {
  const { store, fetchHealth, settle, wait } = setUp(hour);
  const bad = { state: 'degraded', detail: 'The disk is full.', set_aside: '', oldest: null };
  fetchHealth.mockResolvedValueOnce({ store: bad } as unknown as Health);
  store.getState().start();
  await settle();
  expect(store.getState().recording).toMatchObject({
    state: 'broken',
    detail: 'The disk is full.',
  });
  wait(15_000);
  store.getState().advance(readings(start, 50));
  await settle();
  expect(store.getState().recording?.state).toBe('ok');
});
