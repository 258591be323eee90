import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from './lib/folder.mjs';
import { Postgres } from './lib/postgres.mjs';
import { run } from './lib/program.mjs';
import { startServer } from './lib/server.mjs';
import { untilRecorded, untilStore } from './lib/store_health.mjs';
import { startVictoria } from './lib/victoria.mjs';

const secret = 'Open-Sesame-7';
const api = '/api/v1/system';

let folder;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder?.remove());

function file(name, content) {
  const path = join(folder.path, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

/// A server that logs all it can.
async function serve({ args = [], env }) {
  const everything = ['--log-level', 'trace', ...args];
  const server = await startServer({ scenario: 'one', args: everything, env });
  onTestFinished(() => server.stop());
  return server;
}

/// Everything that others on the machine, readers of the log, and viewers can see.
async function expectNoSecret(server) {
  const { child, output, errors } = server.running;
  const seen = { output, errors };
  // Each thread has a name, a state, and the command line of its process.
  for (const name of ['cmdline', 'comm', 'status', 'stat'])
    seen[name] = readFileSync(`/proc/${child.pid}/${name}`, 'utf8');
  for (const path of [
    '/metrics',
    ...['health', 'hosts', 'all', 'catalog'].map((p) => `${api}/${p}`),
  ])
    seen[path] = await (await server.fetch(path)).text();
  expect(seen.cmdline).toContain('serve');
  for (const [where, text] of Object.entries(seen)) expect(text, where).not.toContain(secret);
}

/// The ways in which a password is handed over, for a store whose URL is `plain` without it and
/// `whole` with it; the last is for PostgreSQL alone.
function ways(plain, whole) {
  return {
    'a file': () => ({
      args: ['--store', plain(), '--store-password-file', file('secret', `${secret}\n`)],
    }),
    'the environment': () => ({
      args: ['--store', plain()],
      env: { MIMON_STORE_PASSWORD: secret },
    }),
    'a file that the configuration names': () => ({
      args: [
        '--config',
        file(
          'named.toml',
          `store = "${plain()}"\nstore_password_file = "${file('secret', secret)}"\n`,
        ),
      ],
    }),
    ...(whole && {
      'the URL in the configuration': () => ({
        args: ['--config', file('whole.toml', `store = "${whole()}"\n`)],
      }),
      'the URL in the environment': () => ({ env: { MIMON_STORE: whole() } }),
      PGPASSFILE: () => {
        const passwords = file('pgpass', `*:*:*:*:${secret}\n`);
        chmodSync(passwords, 0o600);
        return { args: ['--store', plain()], env: { PGPASSFILE: passwords } };
      },
    }),
  };
}

describe('the password of PostgreSQL', () => {
  let postgres;
  const plain = () => `postgres://writer@127.0.0.1:${postgres.port}/postgres`;
  const whole = () => plain().replace('@', `:${secret}@`);
  beforeAll(async () => {
    postgres = await Postgres.start({
      settings: ['fsync=off', 'password_encryption=scram-sha-256'],
      access: ['host all all 127.0.0.1/32 scram-sha-256'],
    });
    postgres.ask(`CREATE ROLE writer LOGIN PASSWORD '${secret}'`);
    postgres.ask('GRANT CREATE ON SCHEMA public TO writer');
  }, 60_000);
  afterAll(() => postgres?.stop());

  it.each(Object.entries(ways(plain, whole)))('comes from %s, and is not shown', async (_, way) => {
    const options = way();
    const server = await serve(options);
    await untilRecorded(server);
    await expectNoSecret(server);
    const args = options.args ?? [];
    const exported = await run(['export', '--gpu', 'all', ...args], options.env);
    expect(exported.code, exported.errors).toBe(0);
    expect(exported.output.split('\n').length).toBeGreaterThan(2);
  });

  it('is not shown where it is wrong', async () => {
    const other = whole().replace('/postgres', '/nowhere');
    for (const store of [whole().replace('writer', 'stranger'), other]) {
      const server = await serve({ env: { MIMON_STORE: store } });
      await untilStore(server, 'it says so', ({ state }) => state === 'degraded');
      await expectNoSecret(server);
      const { code, errors } = await run(['export'], { MIMON_STORE: store });
      expect(code).toBe(1);
      expect(errors).toMatch(/^mimon: .*\n$/);
      expect(errors).not.toContain(secret);
    }
  });
});

describe('the password of a Prometheus-like engine', () => {
  let victoria;
  const plain = () => `prometheus+${victoria.origin.replace('//', '//writer@')}`;
  beforeAll(async () => {
    const flags = ['-httpAuth.username=writer', `-httpAuth.password=${secret}`];
    victoria = await startVictoria({ flags });
  });
  afterAll(() => victoria?.stop());

  it.each(Object.entries(ways(plain)))('comes from %s, and is not shown', async (_, way) => {
    const server = await serve(way());
    await untilRecorded(server);
    await expectNoSecret(server);
  });

  it('is missed in one line', async () => {
    const { code, errors } = await run(['export', '--store', plain()]);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^mimon: .*http:\/\/127\.0\.0\.1:\d+\/.* answers 401: the password .*\n$/,
    );
    const server = await serve({ args: ['--store', plain()] });
    const store = await untilStore(server, 'it says so', ({ state }) => state === 'degraded');
    expect(store.detail).toMatch(/answers remote write with 401: the password .* wrong$/);
  });
});

describe('a password on the command line', () => {
  it.each(
    [
      `postgres://me:${secret}@db/x`,
      `postgres://db/x?user=me&password=${secret}`,
      `postgres://me@db/x?sslkey=k.pem&sslpassword=${secret}`,
      `prometheus+http://me:${secret}@db:8428`,
      `prometheus+http://db:8480?query=http://me:${secret}@other:8481/`,
    ].flatMap((url) => ['serve', 'export', 'simulate'].map((command) => [command, url])),
  )('is refused: %s --store %s', async (command, url) => {
    for (const args of [['--store', url], [`--store=${url}`]]) {
      const { code, output, errors } = await run([command, ...args]);
      expect(code).toBe(2);
      expect(errors).toMatch(/^mimon: .*--store-password-file.*\n$/);
      expect(output + errors).not.toContain(secret);
    }
  });

  it('is not repeated where it is in a file, in a place that it can not be in', async () => {
    for (const url of [
      `prometheus+http://me:${secret}@db:8428`,
      `prometheus+http://db:8480?query=http://me:${secret}@other:8481/`,
      `postgres://me:${secret}@db:port/x`,
      `mysql://me:${secret}@db/x`,
    ]) {
      const { code, output, errors } = await run(['export'], { MIMON_STORE: url });
      expect(code).not.toBe(0);
      expect(errors).toMatch(/^mimon: .*\n$/);
      expect(output + errors).not.toContain(secret);
    }
  });
});
