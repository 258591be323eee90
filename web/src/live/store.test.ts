import { expect, it } from 'vitest';
import { FakeTransport } from '@/testing/fake_transport';
import { gpuInfo, gpuList, gpuMetrics } from '@/testing/fixtures';
import { createLiveStore } from './store';

function make() {
  const transport = new FakeTransport();
  const clock = { now: 1000 };
  const store = createLiveStore(transport, () => clock.now);
  store.getState().start();
  return { transport, clock, state: () => store.getState() };
}

const single = (gpuId: number) => ({ gpuId, everyGpu: false, compared: false });
const every = { gpuId: null, everyGpu: true, compared: false };

/// What a machine with four GPUs says of some of them.
function valuesOf(...ids: number[]) {
  const each = <T>(make: (gpu_id: number) => T) =>
    Object.fromEntries(ids.map((id) => [id, make(id)]));
  return {
    gpus: gpuList(4),
    gpuMetrics: each((gpu_id) => gpuMetrics({ gpu_id })),
    gpuProcesses: each(() => ({ processes: [] })),
  };
}

it('starts knowing nothing', () => {
  const { state } = make();
  expect(state()).toMatchObject({ gpus: null, system: null, sampledAt: null });
  expect(state().status).toEqual({ state: 'connecting' });
});

it('keeps the last values when the connection is lost', () => {
  const { transport, state } = make();
  transport.bring({ timestamp: 'a', gpus: [gpuInfo()], gpuMetrics: { 0: gpuMetrics() } });
  transport.tell({ state: 'lost', detail: 'Refused.' });
  expect(state().status.state).toBe('lost');
  expect(state().gpuMetrics[0]?.temperature).toBe(68);
});

it('counts the age from the newest sample, not from the newest answer', () => {
  const { transport, clock, state } = make();
  transport.bring({ timestamp: 'a' });
  clock.now = 9000;
  transport.bring({ timestamp: 'a' });
  expect(state().sampledAt).toBe(1000);
  transport.bring({ timestamp: 'b' });
  expect(state().sampledAt).toBe(9000);
});

it('hands wishes to the transport', () => {
  const { transport, state } = make();
  state().watch({ gpuId: 2, everyGpu: true, compared: false });
  state().retry();
  state().stop();
  expect(transport.interest).toEqual({ gpuId: 2, everyGpu: true, compared: false });
  expect(transport.retries).toBe(1);
  expect(transport.listener).toBeNull();
});

it('stands still while paused, and goes on where it was', () => {
  const { transport, state } = make();
  state().watch({ gpuId: 2, everyGpu: false, compared: false });
  transport.bring({ timestamp: 'a', ...valuesOf(2) });
  state().setPaused(true);
  expect(transport.listener).toBeNull();
  transport.interest = null;
  state().setPaused(false);
  transport.bring({ timestamp: 'b' });
  expect(state().timestamp).toBe('b');
  expect(transport.interest).toEqual({ gpuId: 2, everyGpu: false, compared: false });
});

it('changes its transport, keeping what is known and what is watched', () => {
  const { transport, state } = make();
  transport.bring({ timestamp: 'a' });
  state().watch({ gpuId: 1, everyGpu: false, compared: false });
  const next = new FakeTransport();
  state().use(next);
  expect(transport.listener).toBeNull();
  expect(next.interest?.gpuId).toBe(1);
  expect(state().timestamp).toBe('a');
  next.bring({ timestamp: 'b' });
  expect(state().timestamp).toBe('b');
});

it('keeps no values of GPUs that are no longer watched', () => {
  const { transport, state } = make();
  state().watch(every);
  transport.bring({ timestamp: 'a', ...valuesOf(0, 1, 2, 3) });
  state().watch(single(0));
  expect(Object.keys(state().gpuMetrics)).toEqual(['0']);
  // It was on its way when the choice changed.
  transport.bring({ timestamp: 'b', ...valuesOf(0, 1) });
  expect(Object.keys(state().gpuMetrics)).toEqual(['0']);
});

it('brings once what is newly chosen while paused, and how old that is', () => {
  const { transport, clock, state } = make();
  state().watch(single(0));
  transport.bring({ timestamp: 'a', ...valuesOf(0) });
  state().setPaused(true);
  clock.now = 9000;
  state().watch(single(3));
  expect(state().gpuMetrics).toEqual({});
  expect(transport.interest).toEqual(single(3));
  transport.bring({ timestamp: 'b', ...valuesOf(3) });
  expect(state().gpuMetrics[3]).toBeDefined();
  expect(state().sampledAt).toBe(9000);
  expect(transport.listener).toBeNull();
  state().watch(single(3));
  expect(transport.listener).toBeNull();
});

it('brings anew while paused what it had of another view', () => {
  const { transport, state } = make();
  state().watch(every);
  transport.bring({ timestamp: 'a', ...valuesOf(0, 1, 2, 3) });
  state().setPaused(true);
  expect(transport.listener).toBeNull();
  state().watch(single(2));
  expect(transport.single).toBe(true);
  expect(transport.listener).not.toBeNull();
});

it('pauses only once there is what was chosen last', () => {
  const { transport, state } = make();
  state().watch(single(0));
  transport.bring({ timestamp: 'a', ...valuesOf(0) });
  state().watch(single(3));
  state().setPaused(true);
  transport.bring({ timestamp: 'b', ...valuesOf(3) });
  expect(state().gpuMetrics[3]).toBeDefined();
  expect(transport.listener).toBeNull();
});

it('brings what is awaited while paused by another transport as well', () => {
  const { transport, state } = make();
  transport.bring({ timestamp: 'a', ...valuesOf(0) });
  state().setPaused(true);
  state().watch(single(3));
  const next = new FakeTransport();
  state().use(next);
  expect(next.single).toBe(true);
  expect(next.interest).toEqual(single(3));
});

it('tries a lost connection once where that is asked for while paused', () => {
  const { transport, state } = make();
  transport.bring({ timestamp: 'a', ...valuesOf(0) });
  transport.tell({ state: 'lost', detail: 'Refused.' });
  state().setPaused(true);
  expect(transport.listener).toBeNull();
  state().retry();
  transport.bring({ timestamp: 'b' });
  expect(state().status.state).toBe('live');
  expect(transport.listener).toBeNull();
});

it('brings what the page begins with though it is paused from the start', () => {
  const transport = new FakeTransport();
  const store = createLiveStore(transport);
  store.getState().setPaused(true);
  store.getState().watch(single(0));
  store.getState().start();
  transport.bring({ timestamp: 'a', ...valuesOf(0) });
  expect(store.getState().gpuMetrics[0]).toBeDefined();
  expect(transport.listener).toBeNull();
});
