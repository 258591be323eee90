import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/// The first of the ports that the kernel gives to connections.
function ephemeral() {
  try {
    return Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10);
  } catch {
    return 32_768;
  }
}

async function isFree(port) {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

/// A port of the loopback interface on which nothing listens now, and which the kernel gives to no
/// one while the server that it is for starts, or is down.
export async function freePort() {
  const end = ephemeral();
  for (let tries = 0; tries < 100; ++tries) {
    const port = Math.floor(end / 2 + (Math.random() * end) / 2);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}
