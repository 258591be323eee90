import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exchange } from './lib/raw.mjs';
import { startServer } from './lib/server.mjs';
import { openSocket, refusedStatus } from './lib/sockets.mjs';
import { soon, until } from './lib/wait.mjs';

const polling = '/socket.io/?EIO=4&transport=polling';
const websocket = '/socket.io/?EIO=4&transport=websocket';
const rooms = ['cpu', 'memory', 'disk', 'network', 'gpu/0'].map((part) => `system/${part}`);

let server;
const ends = [];

beforeAll(async () => {
  server = await startServer({ scenario: 'mixed' });
});
/// Whatever clients did, the server is still whole and ends well.
afterAll(async () => {
  expect((await server.get('/gpu-list')).gpu_count).toBe(3);
  await server.stop();
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function client(to, options = {}) {
  const socket = io(to.origin, { forceNew: true, reconnectionDelay: 50, ...options });
  ends.push(() => socket.disconnect());
  return socket;
}

const event = (socket, name) => soon(`the event ${name}`, once(socket, name));

async function raw(path = websocket) {
  const messages = await openSocket(server, path);
  ends.push(() => messages.close());
  return messages;
}

/// A raw client that is connected to the default namespace.
async function connected() {
  const messages = await raw();
  const opening = await messages.text();
  expect(opening[0]).toBe('0');
  messages.send('40');
  expect(await messages.text()).toMatch(/^40\{"sid":"[\w-]+"\}$/);
  return messages;
}

async function openPolling() {
  const text = await (await server.fetch(polling)).text();
  const { sid } = JSON.parse(text.slice(1));
  const path = `${polling}&sid=${sid}`;
  return {
    sid,
    opening: text,
    path,
    poll: () => server.fetch(path),
    post: (body) => server.fetch(path, { method: 'POST', body }),
  };
}

describe.each([
  ['polling', { transports: ['polling'] }],
  ['websocket', { transports: ['websocket'] }],
  ['polling, then websocket', {}],
  ['websocket below /ws', { transports: ['websocket'], path: '/ws/socket.io' }],
])("socket.io's own client by %s", (_, options) => {
  it('gets one room only', async () => {
    const socket = client(server, options);
    const got = [];
    socket.on('system:metrics', (message) => got.push(message));
    socket.on('connect', () => socket.emit('subscribe', { channel: 'system/gpu/1' }));
    expect(await event(socket, 'subscribed')).toEqual([{ channel: 'system/gpu/1' }]);
    await until('three samples', () => got.length >= 3);
    for (const { channel, timestamp, data } of got) {
      expect(channel).toBe('system/gpu/1');
      expect(Date.parse(timestamp)).toBeGreaterThan(0);
      expect(data.gpu_id).toBe(1);
    }
    expect(new Set(got.map(({ timestamp }) => timestamp)).size).toBe(got.length);
  });

  it('joins and leaves with acknowledgements', async () => {
    const socket = client(server, options);
    for (const channel of rooms) {
      expect(await socket.timeout(10_000).emitWithAck('subscribe', { channel })).toEqual({
        channel,
      });
    }
    const seen = new Set();
    socket.on('system:metrics', ({ channel }) => seen.add(channel));
    await until('every room', () => seen.size === rooms.length);
    for (const channel of rooms.slice(1)) await socket.emitWithAck('unsubscribe', { channel });
    seen.clear();
    await event(socket, 'system:metrics');
    await event(socket, 'system:metrics');
    expect([...seen]).toEqual(rooms.slice(0, 1));
  });

  it('is told of an unknown room and an unknown event, and stays', async () => {
    const socket = client(server, options);
    expect((await socket.emitWithAck('subscribe', { channel: 'fans' })).error).toMatch(/unknown/);
    socket.emit('dance');
    expect((await event(socket, 'error'))[0].message).toMatch(/unknown event/);
    socket.emit('subscribe', new Uint8Array([1, 2, 3]));
    expect((await event(socket, 'error'))[0].message).toMatch(/unknown channel/);
    expect(socket.connected).toBe(true);
  });

  it('is refused in an unknown namespace', async () => {
    const socket = client({ origin: `${server.origin}/random` }, options);
    expect((await event(socket, 'connect_error'))[0].message).toBe('Invalid namespace');
  });

  it('comes back after the server restarts', async () => {
    const first = await startServer({ scenario: 'one' });
    const socket = client(first, options);
    const got = [];
    socket.on('connect', () => socket.emit('subscribe', { channel: 'system/cpu' }));
    socket.on('system:metrics', (message) => got.push(message));
    await until('a sample', () => got.length > 0);
    const lost = event(socket, 'disconnect');
    await first.stop();
    await lost;
    got.length = 0;
    const second = await startServer({ scenario: 'one', listen: `127.0.0.1:${first.url.port}` });
    try {
      await until('a sample after the restart', () => got.length > 0);
    } finally {
      socket.disconnect();
      await second.stop();
    }
  });
});

it('upgrades from polling to WebSocket', async () => {
  const socket = client(server);
  await event(socket, 'connect');
  await until('the upgrade', () => socket.io.engine.transport.name === 'websocket');
});

describe.skipIf(!existsSync('/usr/lib/python3/dist-packages/socketio'))(
  'the client in Python',
  () => {
    it.each(['polling', 'websocket'])('gets a room by %s', async (transport) => {
      const script = `
import socketio, sys, threading
done, got = threading.Event(), []
client = socketio.Client()
@client.on('system:metrics')
def metrics(message):
    got.append(message['channel'])
    if len(got) == 2: done.set()
client.connect(sys.argv[1], transports=[sys.argv[2]])
answer = client.call('subscribe', {'channel': 'system/memory'})
assert done.wait(20), 'no sample came'
print(answer['channel'], *got)
client.disconnect()`;
      const run = promisify(execFile)('/usr/bin/python3', ['-c', script, server.origin, transport]);
      expect((await run).stdout.trim()).toBe('system/memory system/memory system/memory');
    });
  },
);

describe('Engine.IO', () => {
  it('tells its settings', async () => {
    const { opening } = await openPolling();
    expect(JSON.parse(opening.slice(1))).toEqual({
      sid: expect.any(String),
      upgrades: ['websocket'],
      pingInterval: 25_000,
      pingTimeout: 20_000,
      maxPayload: 1_000_000,
    });
    const socket = await raw();
    expect(JSON.parse((await socket.text()).slice(1)).upgrades).toEqual([]);
  });

  it.each([
    ['GET', '/socket.io/?EIO=4', 'Transport unknown'],
    ['GET', '/socket.io/?EIO=4&transport=pigeon', 'Transport unknown'],
    ['GET', '/socket.io/?EIO=3&transport=polling', 'Unsupported protocol version'],
    ['GET', '/socket.io/?transport=polling', 'Unsupported protocol version'],
    ['GET', `${polling}&sid=nobody`, 'Session ID unknown'],
    ['POST', polling, 'Bad handshake method'],
  ])('refuses %s %s', async (method, path, message) => {
    const response = await server.fetch(path, { method });
    expect(response.status).toBe(400);
    expect((await response.json()).message).toBe(message);
  });

  it('refuses upgrades of another version, transport or session', async () => {
    for (const path of [
      '/socket.io/?EIO=3&transport=websocket',
      polling,
      `${websocket}&sid=nobody`,
    ])
      expect(await refusedStatus(server, path)).toBe(400);
    const evil = { headers: { Origin: 'https://evil.example' } };
    expect(await refusedStatus(server, websocket, evil)).toBe(403);
  });

  it('answers clients that offer HTTP/2, as curl --http2 and Java do', async () => {
    const offer =
      'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk';
    const request = `GET ${polling} HTTP/1.1\r\nHost: localhost\r\n${offer}\r\n\r\n`;
    expect((await exchange(server, request)).status).toBe(200);
  });

  it('takes several packets in one payload', async () => {
    const { poll, post } = await openPolling();
    const body = '40\x1e421["subscribe",{"channel":"system/cpu"}]\x1e42["dance"]';
    expect(await (await post(body)).text()).toBe('ok');
    let text = '';
    await until('all answers', async () => {
      text += `${await (await poll()).text()}\x1e`;
      return text.includes('dance') || text.includes('unknown event');
    });
    const packets = text.split('\x1e');
    expect(packets[0]).toMatch(/^40\{"sid"/);
    expect(packets).toContain('42["subscribed",{"channel":"system/cpu"}]');
    expect(packets).toContain('431[{"channel":"system/cpu"}]');
  });

  it('ends a session that closes, with a noop for its poll', async () => {
    const { poll, post } = await openPolling();
    const [polled] = await Promise.all([poll(), post('1')]);
    expect(polled.status === 400 || (await polled.text()) === '6').toBe(true);
    expect((await poll()).status).toBe(400);
  });

  it.each(['abc', '', '7', '40\x1e', '2', 'b!'])(
    'ends a session by a broken payload: %j',
    async (body) => {
      const { poll, post } = await openPolling();
      await post(body);
      await until('the session ends', async () => (await poll()).status === 400);
    },
  );

  it('ends a session that polls twice at a time', async () => {
    const { poll } = await openPolling();
    const answers = await Promise.all([poll(), poll()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect((await poll()).status).toBe(400);
  });

  it('hands a session over to a WebSocket', async () => {
    const { sid, poll } = await openPolling();
    const socket = await raw(`${websocket}&sid=${sid}`);
    socket.send('2probe');
    expect(await socket.text()).toBe('3probe');
    expect(await (await poll()).text()).toBe('6');
    socket.send('5').send('40');
    expect(await socket.text()).toMatch(/^40/);
    expect((await poll()).status).toBe(400);
    expect(await refusedStatus(server, `${websocket}&sid=${sid}`)).toBe(400);
  });

  it('keeps a session whose WebSocket fails before the upgrade', async () => {
    const { sid, poll, post } = await openPolling();
    const socket = await raw(`${websocket}&sid=${sid}`);
    socket.send('nonsense');
    await socket.closeCode();
    expect((await post('40')).status).toBe(200);
    const packets = (await (await poll()).text()).split('\x1e');
    expect(packets.find((packet) => packet !== '6')).toMatch(/^40/);
  });

  it('refuses payloads that are too large', async () => {
    const { post } = await openPolling();
    expect((await post(`4${'x'.repeat(1_000_000)}`)).status).toBe(413);
    const socket = await connected();
    socket.send(`4${'x'.repeat(1_000_000)}`);
    // Or 1006, where the reset overtakes the reason.
    expect([1009, 1006]).toContain(await socket.closeCode());
  });

  it('pings, and ends who does not answer; times are settable', async () => {
    const quick = await startServer({
      args: ['--ping-interval', '300ms', '--ping-timeout', '200ms', '--max-payload', '5000'],
    });
    try {
      const socket = await openSocket(quick, websocket);
      const { pingInterval, pingTimeout, maxPayload } = JSON.parse((await socket.text()).slice(1));
      expect([pingInterval, pingTimeout, maxPayload]).toEqual([300, 200, 5000]);
      socket.send('40');
      await socket.text();
      for (let i = 0; i < 3; ++i) {
        expect(await socket.text()).toBe('2');
        socket.send('3');
      }
      await socket.closeCode();
      const text = await (await quick.fetch(polling)).text();
      const path = `${polling}&sid=${JSON.parse(text.slice(1)).sid}`;
      expect(await (await quick.fetch(path)).text()).toMatch(/^2/);
      await until('the session ends', async () => (await quick.fetch(path)).status === 400);
    } finally {
      await quick.stop();
    }
  });
});

describe('Socket.IO', () => {
  it('closes who sends events before it connects', async () => {
    const socket = await raw();
    await socket.text();
    socket.send('42["subscribe",{"channel":"system/cpu"}]');
    await socket.closeCode();
  });

  it('answers an unknown namespace by the book', async () => {
    const socket = await raw();
    await socket.text();
    socket.send('40/random,{"token":"x"}');
    expect(await socket.text()).toBe('44/random,{"message":"Invalid namespace"}');
  });

  it('lets a client leave and come back', async () => {
    const socket = await connected();
    socket.send('41').send('40');
    expect(await socket.text()).toMatch(/^40/);
  });

  it('takes binary events with their attachments', async () => {
    const socket = await connected();
    socket.send('451-7["subscribe",{"_placeholder":true,"num":0}]');
    socket.socket.send(Buffer.from([1, 2, 3]));
    expect(await socket.text()).toMatch(/^42\["error"/);
    expect(await socket.text()).toMatch(/^437\[\{"error"/);
  });

  it('drops the attachments of acknowledgements', async () => {
    const socket = await connected();
    socket.send('461-5["x"]');
    socket.socket.send(Buffer.from([1, 2, 3]));
    socket.send('42["subscribe",{"channel":"system/cpu"}]');
    expect(await socket.text()).toBe('42["subscribed",{"channel":"system/cpu"}]');
    const { poll, post } = await openPolling();
    const body = ['40', '461-5["x"]', 'bAQID', '42["subscribe",{"channel":"system/cpu"}]'];
    expect((await post(body.join('\x1e'))).status).toBe(200);
    const packets = (await (await poll()).text()).split('\x1e');
    expect(packets[0]).toMatch(/^40/);
    expect(packets[1]).toBe('42["subscribed",{"channel":"system/cpu"}]');
  });

  it.each([
    ['no packet', '4abc'],
    ['no Engine.IO packet', 'abc'],
    ['no JSON', '42["subscribe"'],
    ['no array', '42{}'],
    ['no name', '42[1]'],
    ['an event of another namespace', '42/random,["subscribe"]'],
    ['a binary event of another namespace', '451-/random,["subscribe"]'],
    ['an acknowledgement of another namespace', '461-/random,[]'],
    ['a second connect', '40'],
    ['too many attachments', '4599999999-["x"]'],
    ['text in the place of an attachment', '451-["x"]', '42["x"]'],
    ['a number that is none', '4299999999999999999999999["x"]'],
    ['a connect error', '44{}'],
    ['deep JSON', `42${'['.repeat(10_000)}`],
  ])('closes the connection for %s', async (_, ...messages) => {
    const socket = await connected();
    for (const message of messages) socket.send(message);
    await socket.closeCode();
  });

  it('closes the connection for binary that nothing announced', async () => {
    const socket = await connected();
    socket.socket.send(Buffer.from([1, 2, 3]));
    await socket.closeCode();
  });

  it('closes who subscribes 100,000 times', async () => {
    const socket = await connected();
    for (let i = 0; i < 100_000; ++i)
      socket.send(`42["subscribe",{"channel":"system/gpu/${i % 10_000}"}]`);
    await socket.closeCode();
  });
});

describe('clients that have bad luck', () => {
  it('leave others undisturbed, and memory bounded', async () => {
    const silent = await Promise.all(Array.from({ length: 20 }, () => connected()));
    for (const { socket } of silent) socket.pause();
    for (const messages of silent)
      for (const channel of rooms) messages.send(`42["subscribe",{"channel":"${channel}"}]`);
    const dropped = await connected();
    dropped.send('42["subscribe",{"channel":"system/cpu"}]');
    dropped.socket._socket.resetAndDestroy();
    const other = client(server, { transports: ['websocket'] });
    const got = [];
    other.on('system:metrics', ({ timestamp }) => got.push(timestamp));
    await other.emitWithAck('subscribe', { channel: 'system/cpu' });
    await until('five samples', () => got.length >= 5);
    for (let i = 1; i < got.length; ++i)
      expect(Date.parse(got[i])).toBeGreaterThan(Date.parse(got[i - 1]));
    for (const { socket } of silent) socket.resume();
  });
});
