import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeAuthority } from './lib/certificates.mjs';
import { temporaryFolder } from './lib/folder.mjs';
import { Postgres } from './lib/postgres.mjs';
import { run } from './lib/program.mjs';
import { startPrometheus } from './lib/prometheus.mjs';
import { startServer } from './lib/server.mjs';
import { untilRecorded, untilStore } from './lib/store_health.mjs';
import { startVictoria } from './lib/victoria.mjs';
import { until } from './lib/wait.mjs';

let folder;
let right;
let wrong;
beforeAll(() => {
  folder = temporaryFolder();
  right = makeAuthority(folder.path, 'right');
  wrong = makeAuthority(folder.path, 'wrong');
});
afterAll(() => folder?.remove());

const exporting = (store, env) => run(['export', '--store', store], env);

async function serve(store, args = []) {
  const server = await startServer({ scenario: 'one', args: ['--store', store, ...args] });
  onTestFinished(() => server.stop());
  return server;
}

/// Everything waits and nothing is lost, for the reason that is given.
async function waits(server, reason) {
  const store = await untilStore(
    server,
    'it says that the store is away',
    ({ state, unwritten }) => state === 'degraded' && unwritten > 2,
  );
  expect(store.detail).toMatch(reason);
  expect(store).toMatchObject({ ticks: 0, dropped: 0 });
  expect(server.running.errors).toMatch(reason);
}

describe('PostgreSQL that takes connections over TLS only', () => {
  const password = 'a secret of the test';
  let postgres;
  let passwordFile;
  const url = (options) =>
    `postgres://writer@localhost:${postgres.port}/postgres?hostaddr=127.0.0.1&${new URLSearchParams(options)}`;
  const verified = (authority, more) =>
    url({ sslmode: 'verify-full', sslrootcert: authority.certificate, ...more });
  const env = { MIMON_STORE_PASSWORD: password };
  beforeAll(async () => {
    postgres = await Postgres.start({
      settings: ['fsync=off', 'password_encryption=scram-sha-256'],
      access: ['hostssl all all 127.0.0.1/32 scram-sha-256'],
      tls: right.issue('localhost'),
    });
    postgres.ask(`CREATE ROLE writer LOGIN PASSWORD '${password}'`);
    postgres.ask('GRANT CREATE ON SCHEMA public TO writer');
    passwordFile = join(folder.path, 'password');
    writeFileSync(passwordFile, `${password}\n`);
  }, 60_000);
  afterAll(() => postgres?.stop());

  it('is written to by who trusts its authority', async () => {
    const server = await serve(verified(right), ['--store-password-file', passwordFile]);
    await untilRecorded(server);
    expect(
      postgres.ask(
        `SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
          WHERE usename = 'writer'`,
      ),
    ).toEqual(['t']);
    await until('a row is there', () =>
      postgres.ask('SELECT 1 FROM system_metrics_history WHERE gpu_id = 0 LIMIT 1').at(0),
    );
    const { code, output, errors } = await exporting(verified(right), env);
    expect(code, errors).toBe(0);
    expect(output.split('\n').length).toBeGreaterThan(2);
  });

  it('is distrusted by who trusts another', async () => {
    const { code, errors } = await exporting(verified(wrong), env);
    expect(code).toBe(1);
    expect(errors).toMatch(/^mimon: postgres:\/\/localhost:\d+\/postgres: .*certificate.*\n$/);
    const server = await serve(verified(wrong), ['--store-password-file', passwordFile]);
    await waits(server, /certificate verify failed/);
  });

  it('is distrusted under another name', async () => {
    const other = verified(right).replace('@localhost', '@db.lab');
    const { code, errors } = await exporting(other, env);
    expect(code).toBe(1);
    expect(errors).toMatch(/^mimon: .*certificate for "localhost".*"db\.lab"\n$/);
  });

  it('refuses who comes in plain', async () => {
    const { code, errors } = await exporting(url({ sslmode: 'disable' }), env);
    expect(code).toBe(1);
    expect(errors).toMatch(/^mimon: .*no pg_hba\.conf entry.*no encryption\n$/);
  });
});

const engines = {
  Prometheus: (tls) => startPrometheus('', {}, { tls }),
  VictoriaMetrics: (tls) => startVictoria({ tls }),
};
/// What there is to say where the answer came, or the server hung up before or among what it got.
const refusal = /HTTP request to an HTTPS server|Empty reply|reset by peer/;

describe.each(Object.entries(engines))('%s over HTTPS', (_name, start) => {
  let engine;
  const url = (authority) =>
    `prometheus+${engine.origin.replace('127.0.0.1', 'localhost')}${authority ? `?ca_file=${authority.certificate}` : ''}`;
  beforeAll(async () => {
    engine = await start(right.issue('localhost'));
  });
  afterAll(() => engine?.stop());

  it('is written to by who trusts its authority', async () => {
    const store = url(right);
    const server = await serve(store);
    await untilRecorded(server);
    // What an engine has taken it may answer later.
    await until('it can be read', async () => {
      const { code, output } = await exporting(store);
      return code === 0 && output.trimEnd().split('\n').length > 1;
    });
  });

  it.each([
    ['another', () => url(wrong)],
    ["the system's alone", () => url()],
  ])('is distrusted by who trusts %s', async (_whom, store) => {
    const { code, errors } = await exporting(store());
    expect(code).toBe(1);
    expect(errors).toMatch(/^mimon: .*https:\/\/localhost:\d+ .*certificate.*\n$/);
    await waits(await serve(store()), /certificate/);
  });

  it('takes nothing in plain, and nothing is lost', async () => {
    const plain = url().replace('+https', '+http');
    expect((await exporting(plain)).errors).toMatch(refusal);
    await waits(await serve(plain), refusal);
  });
});
