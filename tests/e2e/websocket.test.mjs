import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exchange } from './lib/raw.mjs';
import { startServer } from './lib/server.mjs';
import { openSocket, refusedStatus } from './lib/sockets.mjs';

const path = '/ws/system-metrics';
const subscribe = (...channels) => ({ type: 'subscribe', channels });
const unsubscribe = (...channels) => ({ type: 'unsubscribe', channels });

let server;
const open = [];

beforeAll(async () => {
  server = await startServer({ scenario: 'mixed' });
});
/// Whatever clients did, the server is still whole and ends well.
afterAll(async () => {
  expect((await server.get('/gpu-list')).gpu_count).toBe(3);
  await server.stop();
});
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

async function connect(options) {
  const client = await openSocket(server, path, options);
  open.push(client);
  return client;
}

const shape = (value) =>
  Array.isArray(value)
    ? value.slice(0, 1).map(shape)
    : value && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
      : null;

describe('the stream', () => {
  it('gives every channel of a sample, until told which', async () => {
    const client = await connect();
    const first = await client.find(({ channel }) => channel === 'system');
    const rest = [await client.json(), await client.json(), await client.json()];
    expect(rest.map(({ channel }) => channel)).toEqual(['gpu/0', 'gpu/1', 'gpu/2']);
    for (const { type, timestamp } of [first, ...rest]) {
      expect(type).toBe('metrics');
      expect(timestamp).toBe(first.timestamp);
    }
    const next = await client.json();
    expect(next.channel).toBe('system');
    expect(Date.parse(next.timestamp)).toBeGreaterThan(Date.parse(first.timestamp));
  });

  it('says what the REST API says', async () => {
    const client = await connect();
    client.send(subscribe('gpu/1', 'system'));
    const gpu = await client.find(({ channel }) => channel === 'gpu/1');
    const system = await client.find(({ channel }) => channel === 'system');
    const all = await server.get('/all?gpu_id=1');
    expect(shape(gpu.data)).toEqual(shape(all.gpu));
    for (const part of ['system', 'disk_rates', 'network_rates'])
      expect(shape(system.data[part])).toEqual(shape(all[part]));
  });

  it('gives what was subscribed to, and no more', async () => {
    const client = await connect();
    client.send(subscribe('gpu/2')).send({ type: 'no such' });
    await client.find(({ type }) => type === 'error');
    for (let i = 0; i < 3; ++i) expect((await client.json()).channel).toBe('gpu/2');
    client.send(unsubscribe('gpu/2')).send(subscribe('gpu/0'));
    await client.find(({ channel }) => channel === 'gpu/0');
    expect((await client.json()).channel).toBe('gpu/0');
  });
});

// What a client sees that was still sending when the server closed: the connection's reset may
// overtake the reason.
const cutOff = 1006;

describe('a client that is wrong', () => {
  it.each([
    'nonsense',
    '[]',
    '{"type":"subscribe"}',
    '{"type":"subscribe","channels":["gpu/x"]}',
    JSON.stringify(subscribe(...Array(200).fill('gpu/0'))),
  ])('is told so and stays: %s', async (message) => {
    const client = await connect();
    client.send(message);
    expect((await client.find(({ type }) => type === 'error')).message.length).toBeGreaterThan(5);
    await client.find(({ type }) => type === 'metrics');
  });

  it('is closed for a flood', async () => {
    const client = await connect();
    for (let i = 0; i < 5000; ++i) client.send('{}');
    expect([1008, cutOff]).toContain(await client.closeCode());
  });

  it('is closed for 100,000 subscriptions at once, and for too large a message', async () => {
    const client = await connect();
    client.send(subscribe(...Array.from({ length: 100_000 }, (_, i) => `gpu/${i}`)));
    expect([1009, cutOff]).toContain(await client.closeCode());
  });

  it('is refused from another site, and without the right path', async () => {
    const evil = { headers: { Origin: 'https://evil.example' } };
    expect(await refusedStatus(server, path, evil)).toBe(403);
    const rebound = { headers: { Host: 'evil.example' } };
    expect(await refusedStatus(server, path, rebound)).toBe(403);
    expect((await server.fetch(path)).status).toBe(426);
  });

  it('is refused where its handshake is broken', async () => {
    const answer = await exchange(
      server,
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    expect(answer.status).toBe(400);
  });
});

describe('a server with a token', () => {
  it('takes it in the header, the cookie, or the address', async () => {
    const locked = await startServer({ listen: '0.0.0.0:0', unsettled: true });
    try {
      const token = locked.url.searchParams.get('token');
      const local = { origin: `http://127.0.0.1:${locked.url.port}` };
      expect(await refusedStatus(local, path)).toBe(401);
      expect(await refusedStatus(local, `${path}?token=wrong`)).toBe(401);
      for (const headers of [
        { Authorization: `Bearer ${token}` },
        { Cookie: `mimon_token=${token}` },
      ]) {
        const client = await openSocket(local, path, { headers });
        expect((await client.json()).type).toBe('metrics');
        client.close();
      }
      const client = await openSocket(local, `${path}?token=${token}`);
      expect((await client.json()).type).toBe('metrics');
      client.close();
    } finally {
      await locked.stop();
    }
  });
});
