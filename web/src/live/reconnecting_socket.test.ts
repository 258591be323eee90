import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReconnectingSocket } from './reconnecting_socket';

class FakeWebSocket extends EventTarget {
  static OPEN = 1;
  static all: FakeWebSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  constructor() {
    super();
    FakeWebSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(text);
  }
  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  close() {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
}

const all = () => FakeWebSocket.all;
const last = () => all().at(-1) as FakeWebSocket;

beforeEach(() => {
  vi.useFakeTimers();
  FakeWebSocket.all = [];
  vi.stubGlobal('WebSocket', FakeWebSocket);
});
afterEach(() => {
  vi.useRealTimers();
});

function begin() {
  const socket = new ReconnectingSocket('ws://here');
  const told: string[] = [];
  for (const name of ['open', 'close']) socket.addEventListener(name, () => told.push(name));
  socket.addEventListener('message', (event) => told.push((event as MessageEvent).data));
  return { socket, told };
}

it('tells what its socket tells, and sends only where one is open', () => {
  const { socket, told } = begin();
  socket.send('early');
  last().open();
  socket.send('hello');
  last().dispatchEvent(new MessageEvent('message', { data: 'news' }));
  expect(last().sent).toEqual(['hello']);
  expect(told).toEqual(['open', 'news']);
});

it('opens again after it was lost, later each time, and soon again once it was open', () => {
  const { told } = begin();
  for (const wait of [1000, 2000, 4000, 8000, 15_000, 15_000]) {
    const count = all().length;
    last().close();
    vi.advanceTimersByTime(wait - 1);
    expect(all()).toHaveLength(count);
    vi.advanceTimersByTime(1);
    expect(all()).toHaveLength(count + 1);
  }
  last().open();
  last().close();
  expect(told.slice(-2)).toEqual(['open', 'close']);
  const count = all().length;
  vi.advanceTimersByTime(1000);
  expect(all()).toHaveLength(count + 1);
});

it('gives an attempt up that takes too long', () => {
  begin();
  const first = last();
  vi.advanceTimersByTime(5000);
  expect(first.readyState).toBe(3);
  vi.advanceTimersByTime(1000);
  expect(all()).toHaveLength(2);
});

it('tries at once when asked to, and hears nothing more of the socket before', () => {
  const { socket, told } = begin();
  last().open();
  const before = last();
  socket.reconnect();
  expect(all()).toHaveLength(2);
  before.dispatchEvent(new MessageEvent('message', { data: 'old' }));
  last().open();
  expect(told).toEqual(['open', 'open']);
});

it('stays closed', () => {
  const { socket, told } = begin();
  last().open();
  socket.close();
  vi.advanceTimersByTime(60_000);
  expect(all()).toHaveLength(1);
  expect(told).toEqual(['open']);
});
