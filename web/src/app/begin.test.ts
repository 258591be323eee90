import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLiveStore } from '@/live/store';
import { FakeTransport } from '@/testing/fake_transport';
import { firstValues, interestAt } from './begin';

it.each([
  ['/', '', { gpuId: null, everyGpu: true, compared: false }],
  ['/system-monitor', '', { gpuId: null, everyGpu: false, compared: false }],
  ['/system-monitor', '?gpu=3', { gpuId: 3, everyGpu: false, compared: false }],
  ['/system-monitor', '?gpu=cpu', { gpuId: null, everyGpu: false, compared: false }],
  ['/system-monitor', '?view=compare', { gpuId: null, everyGpu: true, compared: true }],
  ['/embed/gpu', '?gpu=1', { gpuId: 1, everyGpu: false, compared: false }],
  ['/fleet', '?gpu=1', { gpuId: null, everyGpu: false, compared: false }],
])('%s%s first wants to see what its page will', (pathname, search, interest) => {
  expect(interestAt({ pathname, search })).toEqual(interest);
});

describe('the first values', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const begin = () => {
    const transport = new FakeTransport();
    const done = vi.fn();
    const interest = interestAt({ pathname: '/system-monitor', search: '?gpu=1' });
    firstValues(createLiveStore(transport), interest).then(done);
    return { transport, done, interest };
  };

  it('are waited for', async () => {
    const { transport, done, interest } = begin();
    expect(transport.interest).toEqual(interest);
    await vi.advanceTimersByTimeAsync(10);
    expect(done).not.toHaveBeenCalled();
    transport.bring({ timestamp: '2026-01-01T00:00:00Z' });
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toHaveBeenCalledOnce();
  });

  it('are waited for no longer than a moment', async () => {
    const { done } = begin();
    await vi.advanceTimersByTimeAsync(1000);
    expect(done).toHaveBeenCalledOnce();
  });
});
