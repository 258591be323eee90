import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/client';
import { type FetchReadings, PollingTransport } from './polling_transport';
import type { Status } from './transport';

const update = { timestamp: 'now' };
let hidden = false;

beforeEach(() => {
  vi.useFakeTimers();
  hidden = false;
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
});
afterEach(() => {
  vi.useRealTimers();
});

function setHidden(value: boolean) {
  hidden = value;
  document.dispatchEvent(new Event('visibilitychange'));
}

function watchTransport(fetch: FetchReadings, timeout = 5000) {
  const transport = new PollingTransport(fetch, { interval: 1000, timeout, longestWait: 8000 });
  const listener = { onUpdate: vi.fn(), onStatus: vi.fn<(status: Status) => void>() };
  const states = () => listener.onStatus.mock.calls.map(([status]) => status.state);
  return { transport, listener, states };
}

const good = () => vi.fn<FetchReadings>().mockResolvedValue(update);
const bad = (error: unknown = new ApiError('Refused.', null)) =>
  vi.fn<FetchReadings>().mockRejectedValue(error);
/// A request that ends only when it is given up.
const hanging = () =>
  vi.fn<FetchReadings>(
    (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  );

it('asks at once and then every second', async () => {
  const fetch = good();
  const { transport, listener, states } = watchTransport(fetch);
  transport.start(listener);
  await vi.advanceTimersByTimeAsync(0);
  expect(listener.onUpdate).toHaveBeenCalledExactlyOnceWith(update, true);
  expect(states()).toEqual(['connecting', 'live']);
  await vi.advanceTimersByTimeAsync(3000);
  expect(fetch).toHaveBeenCalledTimes(4);
  transport.stop();
});

it('never has two requests under way, and gives up a late one', async () => {
  const fetch = hanging();
  const { transport, listener } = watchTransport(fetch, 5000);
  transport.start(listener);
  await vi.advanceTimersByTimeAsync(4999);
  expect(fetch).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(fetch.mock.calls[0]?.[1].aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(fetch).toHaveBeenCalledTimes(2);
  transport.stop();
});

it('shows a lost connection from the second failure on, and its end', async () => {
  const fetch = bad();
  const { transport, listener, states } = watchTransport(fetch);
  transport.start(listener);
  await vi.advanceTimersByTimeAsync(0);
  expect(states()).toEqual(['connecting']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(listener.onStatus).toHaveBeenLastCalledWith({ state: 'lost', detail: 'Refused.' });
  fetch.mockResolvedValue(update);
  await vi.advanceTimersByTimeAsync(2000);
  expect(states().at(-1)).toBe('live');
  transport.stop();
});

it('waits longer after each failure, up to a limit', async () => {
  const fetch = bad();
  const { transport, listener } = watchTransport(fetch);
  transport.start(listener);
  const calls = [];
  for (const wait of [0, 1000, 2000, 4000, 8000, 8000]) {
    await vi.advanceTimersByTimeAsync(wait);
    calls.push(fetch.mock.calls.length);
  }
  expect(calls).toEqual([1, 2, 3, 4, 5, 6]);
  transport.stop();
});

it('waits as long as the server asks', async () => {
  const fetch = bad(new ApiError('Starting.', 503, 3000));
  const { transport, listener } = watchTransport(fetch);
  transport.start(listener);
  await vi.advanceTimersByTimeAsync(2999);
  expect(fetch).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(fetch).toHaveBeenCalledTimes(2);
  transport.stop();
});

it('tries at once when asked to', async () => {
  const fetch = bad();
  const { transport, listener } = watchTransport(fetch);
  transport.start(listener);
  await vi.advanceTimersByTimeAsync(1000);
  expect(fetch).toHaveBeenCalledTimes(2);
  transport.retry();
  expect(fetch).toHaveBeenCalledTimes(3);
  transport.stop();
});

it('says at once that a token is missing', async () => {
  const { transport, listener } = watchTransport(bad(new ApiError('A token is needed.', 401)));
  transport.start(listener);
  await vi.advanceTimersByTimeAsync(0);
  expect(listener.onStatus).toHaveBeenLastCalledWith({
    state: 'unauthorized',
    detail: 'A token is needed.',
  });
  transport.stop();
});

it('rests while the tab is hidden and asks at once when it is seen again', async () => {
  const fetch = good();
  const { transport, listener } = watchTransport(fetch);
  transport.start(listener);
  await vi.advanceTimersByTimeAsync(0);
  setHidden(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetch).toHaveBeenCalledTimes(1);
  setHidden(false);
  expect(fetch).toHaveBeenCalledTimes(2);
  transport.stop();
});

it('does not start in a hidden tab', async () => {
  setHidden(true);
  const fetch = good();
  const { transport, listener } = watchTransport(fetch);
  transport.start(listener);
  await vi.advanceTimersByTimeAsync(5000);
  expect(fetch).not.toHaveBeenCalled();
  transport.stop();
});

it('says nothing after it was stopped, and can start again', async () => {
  const fetch = hanging();
  const { transport, listener } = watchTransport(fetch);
  transport.start(listener);
  transport.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(listener.onStatus).toHaveBeenCalledTimes(1);
  fetch.mockResolvedValue(update);
  transport.start(listener);
  await vi.advanceTimersByTimeAsync(0);
  expect(listener.onUpdate).toHaveBeenCalledTimes(1);
  transport.stop();
});

it('drops the answer to a question that has changed', async () => {
  const answers: ((readings: typeof update) => void)[] = [];
  const fetch = vi.fn<FetchReadings>(() => new Promise((resolve) => answers.push(resolve)));
  const { transport, listener } = watchTransport(fetch);
  transport.start(listener);
  transport.watch({ gpuId: 1, everyGpu: false, compared: false });
  expect(fetch).toHaveBeenLastCalledWith(
    { gpuId: 1, everyGpu: false, compared: false },
    expect.anything(),
  );
  answers[0]?.({ timestamp: 'of the old question' });
  answers[1]?.({ timestamp: 'of the new question' });
  await vi.advanceTimersByTimeAsync(0);
  expect(listener.onUpdate).toHaveBeenCalledExactlyOnceWith(
    { timestamp: 'of the new question' },
    true,
  );
  transport.watch({ gpuId: 1, everyGpu: false, compared: false });
  expect(fetch).toHaveBeenCalledTimes(2);
  transport.stop();
});

it('asks until one answer came where one is wanted', async () => {
  const fetch = bad();
  const { transport, listener, states } = watchTransport(fetch);
  transport.once(listener);
  await vi.advanceTimersByTimeAsync(1000);
  expect(states()).toEqual(['connecting', 'lost']);
  fetch.mockResolvedValue(update);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetch).toHaveBeenCalledTimes(3);
  expect(listener.onUpdate).toHaveBeenCalledExactlyOnceWith(update, true);
  expect(states().at(-1)).toBe('live');
});
