import { connect } from 'node:net';
import { soon } from './wait.mjs';

/// A TCP connection to a server, for what fetch would not send.
export class RawConnection {
  /// `from`: one of the loopback's addresses, so that it is another client.
  constructor(server, from) {
    const { hostname, port } = server.url;
    this.received = '';
    this.socket = connect({ port: Number(port), host: hostname, localAddress: from });
    this.socket.setEncoding('latin1').on('data', (text) => {
      this.received += text;
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('error', () => {}).on('close', () => resolve(this.received));
    });
  }

  send(text) {
    this.socket.write(text, 'latin1');
    return this;
  }

  /// Says that nothing more will come; the answer still can.
  end() {
    this.socket.end();
    return this;
  }

  drop() {
    this.socket.resetAndDestroy();
  }

  /// All that the server sent until it closed the connection.
  untilClosed(within) {
    return soon('the server closes the connection', this.closed, within);
  }
}

/// Sends `text` on a connection of its own and parses what comes until the server closes it.
export async function exchange(server, text, within = 30_000) {
  const connection = new RawConnection(server).send(text);
  try {
    return parseAnswer(await connection.untilClosed(within));
  } finally {
    connection.socket.destroy();
  }
}

/// The first answer in `received`; null where there is none.
export function parseAnswer(received) {
  const head = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(received);
  if (!head) return null;
  const headers = new Map();
  for (const line of head[2].trimEnd().split('\r\n')) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { status: Number(head[1]), headers, body: received.slice(head[0].length) };
}
