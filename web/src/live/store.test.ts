import { expect, it } from 'vitest';
import { FakeTransport } from '@/testing/fake_transport';
import { gpuInfo, gpuMetrics } from '@/testing/fixtures';
import { createLiveStore } from './store';

function make() {
  const transport = new FakeTransport();
  const clock = { now: 1000 };
  const store = createLiveStore(transport, () => clock.now);
  store.getState().start();
  return { transport, clock, state: () => store.getState() };
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
  transport.bring({ timestamp: 'a' });
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
