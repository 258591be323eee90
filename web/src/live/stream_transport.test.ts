import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeTransport } from '@/testing/fake_transport';
import { allWith, comparisonOf, gpuInfo, gpuList, gpuMetrics } from '@/testing/fixtures';
import { fromAll } from './fetch_readings';
import { StreamTransport } from './stream_transport';
import type { Status } from './transport';

class FakeSocket extends EventTarget {
  sent: { type: string; channels: string[] }[] = [];
  closed = false;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  say(message: unknown) {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

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

const timestamp = '2025-10-16T09:53:00.000Z';
const gpuFrame = (id: number, temperature: number, count = 2) => ({
  type: 'metrics',
  channel: `gpu/${id}`,
  timestamp,
  data: {
    gpu_count: count,
    selected_gpu_id: id,
    metrics: gpuMetrics({ gpu_id: id, temperature }),
    info: gpuInfo({ gpu_id: id, uuid: `GPU-${id}` }),
    processes: [],
    processes_unavailable: null,
  },
});
const { gpu: _, timestamp: __, ...host } = allWith(2);
const hostFrame = { type: 'metrics', channel: 'system', timestamp, data: host };

function begin(compared = false) {
  const sockets: FakeSocket[] = [];
  const fallback = new FakeTransport();
  const fetchList = vi.fn(async () => gpuList(2));
  const fetchComparison = vi.fn(async () => comparisonOf([gpuMetrics()]));
  const transport = new StreamTransport({
    open: () => {
      sockets.push(new FakeSocket());
      return sockets.at(-1) as FakeSocket;
    },
    fallback,
    fetchList,
    fetchComparison,
  });
  const listener = { onUpdate: vi.fn(), onStatus: vi.fn<(status: Status) => void>() };
  transport.watch({ gpuId: 1, everyGpu: compared, compared });
  transport.start(listener);
  const socket = () => sockets.at(-1) as FakeSocket;
  const poll = () => fallback.bring(fromAll(allWith(2), gpuList(2)));
  const connect = () => {
    poll();
    socket().dispatchEvent(new Event('open'));
  };
  const speak = async () => {
    socket().say(hostFrame);
    socket().say(gpuFrame(1, 51));
    await vi.advanceTimersByTimeAsync(20);
  };
  return {
    transport,
    fallback,
    listener,
    sockets,
    socket,
    poll,
    connect,
    speak,
    fetchList,
    fetchComparison,
  };
}

it('asks until the stream speaks, then only listens', async () => {
  const { fallback, listener, connect, speak, socket } = begin();
  expect(fallback.listener).not.toBeNull();
  connect();
  expect(socket().sent).toEqual([{ type: 'subscribe', channels: ['system', 'gpu/1'] }]);
  expect(fallback.listener).not.toBeNull();
  await speak();
  expect(fallback.listener).toBeNull();
  expect(listener.onStatus).toHaveBeenLastCalledWith({ state: 'live', via: 'stream' });
});

it('brings the frames of a sample together', async () => {
  const { listener, connect, speak } = begin();
  connect();
  listener.onUpdate.mockClear();
  await speak();
  expect(listener.onUpdate).toHaveBeenCalledOnce();
  const [update] = listener.onUpdate.mock.calls[0] ?? [];
  expect(update.timestamp).toBe(timestamp);
  expect(update.system.cpu.percent).toBe(45);
  expect(update.gpuMetrics[1].temperature).toBe(51);
  expect(update.gpuProcesses[1]).toEqual({ processes: [] });
  expect(update).not.toHaveProperty('defaultGpuId');
});

it('asks again while the socket is away, and returns to it', async () => {
  const { fallback, connect, speak, socket, listener } = begin();
  connect();
  await speak();
  socket().dispatchEvent(new Event('close'));
  expect(fallback.listener).not.toBeNull();
  fallback.tell({ state: 'lost', detail: 'Away.' });
  expect(listener.onStatus).toHaveBeenLastCalledWith({ state: 'lost', detail: 'Away.' });
  socket().dispatchEvent(new Event('open'));
  expect(socket().sent.at(-1)).toEqual({ type: 'subscribe', channels: ['system', 'gpu/1'] });
  await speak();
  expect(fallback.listener).toBeNull();
});

it('gives up a socket that falls silent', async () => {
  const { fallback, connect, speak, socket, sockets } = begin();
  connect();
  await speak();
  await vi.advanceTimersByTimeAsync(5000);
  expect(fallback.listener).not.toBeNull();
  expect(sockets).toHaveLength(2);
  expect(sockets[0]?.closed).toBe(true);
  socket().dispatchEvent(new Event('open'));
  await speak();
  expect(fallback.listener).toBeNull();
});

it('opens at once when asked to try again', async () => {
  const { transport, connect, speak, sockets } = begin();
  transport.retry();
  expect(sockets.map(({ closed }) => closed)).toEqual([true, false]);
  connect();
  await speak();
  transport.retry();
  expect(sockets).toHaveLength(2);
});

it('keeps asking where there is no stream', async () => {
  const { fallback, poll, socket, listener } = begin();
  poll();
  socket().dispatchEvent(new Event('close'));
  poll();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fallback.listener).not.toBeNull();
  expect(listener.onStatus).toHaveBeenLastCalledWith({ state: 'live' });
});

it.each(['not JSON', 'null', '[]', { type: 'error', message: 'No.' }, { type: 'metrics' }])(
  'is not disturbed by %j',
  async (message) => {
    const { fallback, connect, socket } = begin();
    connect();
    socket().say(message);
    await vi.advanceTimersByTimeAsync(20);
    expect(fallback.listener).not.toBeNull();
  },
);

it('subscribes to what is watched', async () => {
  const { transport, connect, speak, socket } = begin();
  connect();
  await speak();
  transport.watch({ gpuId: 0, everyGpu: false, compared: false });
  expect(socket().sent.slice(1)).toEqual([
    { type: 'unsubscribe', channels: ['gpu/1'] },
    { type: 'subscribe', channels: ['gpu/0'] },
  ]);
  transport.watch({ gpuId: null, everyGpu: true, compared: false });
  expect(socket().sent.at(-1)).toEqual({ type: 'subscribe', channels: ['gpu/1'] });
});

it('brings the comparison together with its sample, and no two at once', async () => {
  const { connect, speak, listener, fetchComparison } = begin(true);
  connect();
  await speak();
  await speak();
  expect(fetchComparison).toHaveBeenCalledTimes(2);
  const compared = listener.onUpdate.mock.calls.filter(([update]) => 'comparison' in update);
  expect(compared).toHaveLength(2);
  expect(compared.every(([update]) => 'gpuMetrics' in update && 'system' in update)).toBe(true);
});

it('waits for a slow comparison, though not for long', async () => {
  const { connect, speak, listener, fetchComparison } = begin(true);
  const answers: ((comparison: ReturnType<typeof comparisonOf>) => void)[] = [];
  fetchComparison.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  connect();
  await speak();
  const streamed = () =>
    listener.onUpdate.mock.calls.filter(([update]) => 'gpuMetrics' in update).length;
  const before = streamed();
  await vi.advanceTimersByTimeAsync(300);
  expect(streamed()).toBe(before);
  await vi.advanceTimersByTimeAsync(200);
  expect(streamed()).toBe(before + 1);
  answers[0]?.(comparisonOf([gpuMetrics()]));
  await vi.advanceTimersByTimeAsync(20);
  expect(listener.onUpdate).toHaveBeenLastCalledWith({ comparison: comparisonOf([gpuMetrics()]) });
});

it('brings the list of GPUs anew when it no longer fits', async () => {
  const { connect, speak, socket, fetchList } = begin();
  connect();
  await speak();
  expect(fetchList).not.toHaveBeenCalled();
  socket().say(gpuFrame(1, 51, 3));
  await vi.advanceTimersByTimeAsync(20);
  expect(fetchList).toHaveBeenCalledOnce();
});

it('has nothing open while the tab is hidden', async () => {
  const { fallback, connect, speak, socket, sockets } = begin();
  connect();
  await speak();
  setHidden(true);
  expect(socket().closed).toBe(true);
  expect(fallback.listener).toBeNull();
  setHidden(false);
  expect(sockets).toHaveLength(2);
  expect(fallback.listener).not.toBeNull();
});

it('is silent once it is stopped', async () => {
  const { transport, fallback, listener, connect, socket } = begin();
  connect();
  transport.stop();
  listener.onUpdate.mockClear();
  socket().say(hostFrame);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(listener.onUpdate).not.toHaveBeenCalled();
  expect(socket().closed).toBe(true);
  expect(fallback.listener).toBeNull();
});

it('opens no socket for one answer', () => {
  const { transport, fallback, listener, poll, sockets } = begin();
  transport.stop();
  transport.once(listener);
  poll();
  expect(listener.onUpdate).toHaveBeenCalledOnce();
  expect(fallback.listener).toBeNull();
  expect(sockets).toHaveLength(1);
});
