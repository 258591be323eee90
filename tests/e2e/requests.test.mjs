import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, parseAnswer, RawConnection } from './lib/raw.mjs';
import { Contract } from './lib/schema.mjs';
import { startServer } from './lib/server.mjs';
import { until } from './lib/wait.mjs';

const api = '/api/v1/system';

let server;
let contract;

beforeAll(async () => {
  server = await startServer({ scenario: 'mixed' });
  contract = new Contract(await (await server.fetch('/openapi.json')).json());
});
/// Whatever came before, it is still whole and ends well.
afterAll(async () => {
  expect((await server.get('/gpu-list')).gpu_count).toBe(3);
  await server.stop();
});

function expectProblem(answer, status) {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const body = typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body;
  expect(contract.schemaErrors('#/components/schemas/Problem', body)).toEqual([]);
  expect(body.status).toBe(status);
  expect(body.detail.length).toBeGreaterThan(10);
  return body.detail;
}

describe('a question that has no answer', () => {
  it.each([
    [404, `${api}/nothing`, "'/api/v1/system/nothing'"],
    [404, '/api/v2/system/all', 'nothing at'],
    [404, `${api}/gpu-list/`, 'nothing at'],
    [404, `${api}/gpu-info/99`, 'no GPU 99'],
    [404, `${api}/gpu-metrics?gpu_id=3`, 'no GPU 3'],
    [404, `${api}/gpu-metrics/compare?gpu_ids=0,7`, 'no GPU 7'],
    [404, `${api}/disk-usage?mount_points=/nowhere`, "'/nowhere'"],
    [400, `${api}/gpu-info/first`, "'gpu_id'"],
    [400, `${api}/gpu-info/-1`, "'gpu_id'"],
    [400, `${api}/gpu-info/1.5`, "'gpu_id'"],
    [400, `${api}/gpu-info/99999999999999999999`, "'gpu_id'"],
    [400, `${api}/gpu-info`, "'gpu_id'"],
    [400, `${api}/gpu-info?gpu_id=`, "'gpu_id'"],
    [400, `${api}/gpu-metrics/compare?gpu_ids=,`, "'gpu_ids'"],
    [400, `${api}/disk-usage?mount_points=`, "'mount_points'"],
    [400, `${api}/all?gpu=0`, "'gpu'"],
    [400, `${api}/metrics?gpu_id=0`, "'gpu_id'"],
    [400, `${api}/gpu-metrics?gpu_id=0&gpu_id=1`, 'twice'],
    [400, `${api}/gpu-metrics?gpu_id=%zz`, 'malformed'],
    [400, `${api}/gpu-metrics?gpu_id=%00`, 'UTF-8'],
    [400, `${api}/gpu-metrics?gpu_id=%ff`, 'UTF-8'],
  ])('%i for %s', async (status, target, says) => {
    // Node's fetch would mend a broken target.
    const answer = await exchange(
      server,
      `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(expectProblem(answer, status)).toContain(says);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('405 for %s', async (method) => {
    for (const path of [`${api}/all`, `${api}/health`, '/metrics', '/', '/openapi.json']) {
      const answer = await server.problem(path, { method });
      expectProblem(answer, 405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD');
    }
  });

  it('answers HEAD as GET, without the body', async () => {
    for (const path of [`${api}/gpu-list`, `${api}/health`, '/', '/openapi.json']) {
      const head = await server.fetch(path, { method: 'HEAD' });
      expect(head.status).toBe(200);
      expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100);
      expect(await head.text()).toBe('');
    }
  });
});

describe('a request that is none', () => {
  const request = (line, ...fields) => `${[line, ...fields].join('\r\n')}\r\n\r\n`;
  const get = 'GET / HTTP/1.1';
  const host = 'Host: localhost';

  it.each([
    ['noise', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['a line without a version', 400, request('GET /', host)],
    ['an unknown version', 400, request('GET / HTTP/9.9', host)],
    ['no Host', 400, request(get)],
    ['two Hosts', 400, request(get, host, host)],
    ['a field without a colon', 400, request(get, host, 'nonsense')],
    ['a field with a null byte', 400, request(get, host, 'X-A: a\0b')],
    ['a blank before the colon', 400, request(get, host, 'X-A : b')],
    ['a target that is no path', 400, request('GET mimon HTTP/1.1', host)],
    ['a negative length', 400, request('POST / HTTP/1.1', host, 'Content-Length: -5')],
    ['two lengths', 400, request(get, host, 'Content-Length: 1', 'Content-Length: 2')],
    ['an unknown coding', 400, request(get, host, 'Transfer-Encoding: lzma')],
    [
      'a chunk that is none',
      400,
      `${request('POST / HTTP/1.1', host, 'Transfer-Encoding: chunked')}xyz\r\n`,
    ],
    ['an unknown expectation', 417, request(get, host, 'Expect: the unexpected')],
    ['a target of 10 kB', 414, request(`GET /${'a'.repeat(10_000)} HTTP/1.1`, host)],
    ['a target without an end', 414, `GET /${'a'.repeat(40_000)}`],
    ['fields of 20 kB', 431, request(get, host, `X-A: ${'a'.repeat(20_000)}`)],
    ['too many fields', 431, request(get, host, ...Array(2000).fill('X-A: aaaaaaaa'))],
    ['a body of 1 MB', 413, request('POST / HTTP/1.1', host, 'Content-Length: 1000000')],
    [
      'a chunk of 4 GB',
      413,
      `${request('POST / HTTP/1.1', host, 'Transfer-Encoding: chunked')}ffffffff\r\n`,
    ],
  ])('%s: %i and the connection closed', async (_, status, text) => {
    const answer = await exchange(server, text);
    expect(answer, 'no answer').not.toBeNull();
    expectProblem(answer, status);
  });

  it('refuses a foreign Host, as of a page that had its name lead here', async () => {
    const answer = await exchange(server, request(get, 'Host: evil.example', 'Connection: close'));
    expectProblem(answer, 403);
  });

  it('refuses the requests of foreign pages', async () => {
    const origin = 'Origin: https://evil.example';
    const answer = await exchange(
      server,
      request(`GET ${api}/all HTTP/1.1`, host, origin, 'Connection: close'),
    );
    expectProblem(answer, 403);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('answers what was sent ahead in order, and closes when told to', async () => {
    const answers = await new RawConnection(server)
      .send(request(`GET ${api}/gpu-list HTTP/1.1`, host))
      .send(request(`GET ${api}/nothing HTTP/1.1`, host))
      .send(request(`GET ${api}/health HTTP/1.1`, host, 'Connection: close'))
      .untilClosed();
    const statuses = answers.match(/HTTP\/1\.1 \d+/g);
    expect(statuses).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
  });

  it('answers a client that stopped sending, and one of HTTP/1.0', async () => {
    const half = await new RawConnection(server).send(request(get, host)).end().untilClosed();
    expect(parseAnswer(half).status).toBe(200);
    expect((await exchange(server, request('GET / HTTP/1.0'))).status).toBe(200);
  });
});

describe('clients that do not behave', () => {
  it('closes a connection that never finishes its request', async () => {
    const slow = new RawConnection(server).send(`GET ${api}/all HTTP/1.1\r\nHost: local`);
    const silent = new RawConnection(server);
    const dribble = setInterval(() => slow.send('a'), 500);
    try {
      const answer = parseAnswer(await slow.untilClosed(40_000));
      if (answer) expectProblem(answer, 408);
      await silent.untilClosed(40_000);
    } finally {
      clearInterval(dribble);
    }
  });

  it('serves others beside hundreds of half-open connections', async () => {
    const question = `GET ${api}/gpu-list HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const other = '127.0.0.2';
    const steady = new RawConnection(server, other).send(question);
    await until('the first is answered', () => parseAnswer(steady.received));
    const crowd = Array.from({ length: 1300 }, () =>
      new RawConnection(server).send('GET / HTTP/1.1\r\n'),
    );
    try {
      await until('the crowd is connected or turned away', () =>
        crowd.every(({ socket, received }) => received || socket.destroyed || !socket.connecting),
      );
      steady.received = '';
      steady.send(question);
      await until('the first is answered again', () => parseAnswer(steady.received));
      expect(parseAnswer(steady.received).status).toBe(200);
      const newcomer = new RawConnection(server, other).send(question);
      await until('a newcomer is answered', () => parseAnswer(newcomer.received));
      expect(parseAnswer(newcomer.received).status).toBe(200);
      newcomer.drop();
    } finally {
      for (const connection of [steady, ...crowd]) connection.drop();
    }
    await until('newcomers are answered again', () => server.get('/gpu-list'));
  });

  it('lives on when clients go away in the midst of an answer', async () => {
    for (let i = 0; i < 50; ++i) {
      const connection = new RawConnection(server);
      connection.send(`GET ${api}/all HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(20));
      await new Promise((resolve) => connection.socket.once('connect', resolve));
      connection.drop();
    }
    expect((await server.get('/health')).status).toMatch(/^(ok|degraded)$/);
  });
});
