import type { Socket } from './stream_transport';

/// Milliseconds that an attempt may take, before the next one at first, and before it at most.
const patience = 5000;
const shortestWait = 1000;
const longestWait = 15_000;

/// A WebSocket that opens again whenever it was lost, ever more seldom while that fails. Tells
/// `open`, `message` and `close` of whichever socket is the current one.
export class ReconnectingSocket extends EventTarget implements Socket {
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  readonly #address: string;

  constructor(address: string) {
    super();
    this.#address = address;
    this.#connect();
  }

  /// What is sent while nothing is open is dropped.
  send(text: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  /// Tries anew at once.
  reconnect(): void {
    this.#failures = 0;
    this.#connect();
  }

  close(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #connect(): void {
    this.close();
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#lose(socket), patience);
    socket.addEventListener('open', () => this.#opened(socket));
    socket.addEventListener('close', () => this.#lose(socket));
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket) this.dispatchEvent(new MessageEvent('message', { data }));
    });
  }

  #opened(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    clearTimeout(this.#timer);
    this.#failures = 0;
    this.dispatchEvent(new Event('open'));
  }

  #lose(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.close();
    const wait = Math.min(shortestWait * 2 ** this.#failures, longestWait);
    this.#failures += 1;
    this.#timer = setTimeout(() => this.#connect(), wait);
    this.dispatchEvent(new Event('close'));
  }
}
