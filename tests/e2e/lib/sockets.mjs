import WebSocket from 'ws';
import { soon } from './wait.mjs';

/// A WebSocket whose messages wait until they are asked for.
export class Messages {
  constructor(server, path, options = {}) {
    this.socket = new WebSocket(`${server.origin.replace('http', 'ws')}${path}`, options);
    this.waiting = [];
    this.wanted = [];
    this.socket.on('message', (data) => {
      const taker = this.wanted.shift();
      if (taker) taker(data.toString());
      else this.waiting.push(data.toString());
    });
    this.opened = new Promise((resolve, reject) => {
      this.socket.on('open', resolve).on('error', reject);
    });
    this.opened.catch(() => {});
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
  }

  send(message) {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return this;
  }

  /// The next message.
  text() {
    const next = this.waiting.length
      ? Promise.resolve(this.waiting.shift())
      : new Promise((resolve) => this.wanted.push(resolve));
    return soon('a message comes', next);
  }

  async json() {
    return JSON.parse(await this.text());
  }

  /// The next JSON message for which `wanted` holds.
  async find(wanted) {
    for (;;) {
      const message = await this.json();
      if (wanted(message)) return message;
    }
  }

  /// The code with which the server closes.
  closeCode() {
    return soon('the server closes', this.closed);
  }

  close() {
    this.socket.terminate();
  }
}

/// Opens a WebSocket.
export async function openSocket(server, path, options) {
  const messages = new Messages(server, path, options);
  await soon('the WebSocket opens', messages.opened);
  return messages;
}

/// What the server answers to an upgrade that it refuses.
export async function refusedStatus(server, path, options) {
  const { socket } = new Messages(server, path, options);
  const refused = new Promise((resolve, reject) => {
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode);
    });
    socket.on('open', () => reject(new Error('the upgrade was not refused')));
  });
  return soon('the server refuses', refused);
}
