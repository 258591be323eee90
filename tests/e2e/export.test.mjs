import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Postgres } from './lib/postgres.mjs';
import { run } from './lib/program.mjs';
import { startPrometheus } from './lib/prometheus.mjs';
import { until } from './lib/wait.mjs';

/// Two made-up hosts write, and end; nothing but the engine is left.
async function written(store) {
  const wanted = ['--hosts', '2', '--gpus', '2', '--seconds', '5'];
  const { code, output, errors } = await run(['simulate', '--store', store, ...wanted]);
  expect(code, output + errors).toBe(0);
}

const exporting = (store, ...args) => run(['export', '--store', store, ...args]);

async function rowsOf(store, host) {
  const wanted = ['--gpu', 'all', '--metrics', 'utilization,temperature', '--resolution', '1s'];
  const { code, output, errors } = await exporting(store, '--host', host, ...wanted);
  expect(code, errors).toBe(0);
  const [head, ...lines] = output.trimEnd().split('\n');
  expect(head).toBe('timestamp,gpu_id,utilization,temperature');
  return lines.map((line) => line.split(','));
}

/// What both kinds of engine give.
function exportsItsHosts(storeOf) {
  it('writes the history of the host that is named', async () => {
    const rows = await until('all is to be seen', async () => {
      const found = await rowsOf(storeOf(), 'sim-0002');
      return found.length >= 8 && found;
    });
    expect(new Set(rows.map(([, gpu]) => gpu))).toEqual(new Set(['0', '1']));
    for (const [time, , utilization, temperature] of rows) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
      expect(utilization).toMatch(/^\d+$/);
      expect(Number(temperature)).toBeGreaterThan(10);
    }
    expect(await rowsOf(storeOf(), 'sim-0001')).not.toEqual(rows);
  });

  it('writes JSON of the metrics that are asked for', async () => {
    const wanted = ['--gpu', '1', '--metrics', 'power.usage', '--format', 'json'];
    const { output } = await exporting(storeOf(), '--host', 'sim-0001', ...wanted);
    const rows = JSON.parse(output);
    expect(rows[0]).toMatchObject({ gpu_id: 1, power_usage: expect.any(Number) });
  });

  it("takes this machine's name from where serve takes it", async () => {
    const wanted = ['--gpu', 'all', '--metrics', 'utilization,temperature', '--resolution', '1s'];
    const rows = await rowsOf(storeOf(), 'sim-0002');
    const named = await exporting(storeOf(), '--name', 'sim-0002', ...wanted);
    const args = ['export', '--store', storeOf(), ...wanted];
    const told = await run(args, { MIMON_NAME: 'sim-0002' });
    for (const { code, output, errors } of [named, told]) {
      expect(code, errors).toBe(0);
      expect(output.trimEnd().split('\n')).toHaveLength(rows.length + 1);
    }
  });

  it('takes GPUs of another host as the API does', async () => {
    const wanted = ['--metrics', 'utilization,temperature', '--resolution', '1s'];
    const one = await exporting(storeOf(), '--gpu', 'sim-0002:1', ...wanted);
    const [, ...lines] = one.output.trimEnd().split('\n');
    const rows = await rowsOf(storeOf(), 'sim-0002');
    expect(lines).toEqual(rows.filter(([, gpu]) => gpu === '1').map((row) => row.join(',')));
    const two = await exporting(storeOf(), '--gpu', 'sim-0001:0,sim-0002:0', ...wanted);
    expect(two.code).toBe(1);
    expect(two.errors).toMatch(/^mimon: An export is of one host; .*\n$/);
  });

  it('says in a line that it has no such host, this one among them', async () => {
    const other = await exporting(storeOf(), '--host', 'sim-9999');
    expect(other.code).toBe(1);
    expect(other.errors).toMatch(
      /^mimon: There is no history of a host 'sim-9999' in the store\.\n$/,
    );
    const own = await exporting(storeOf());
    expect(own.code).toBe(1);
    expect(own.errors).toMatch(/^mimon: There is no history of a host '.+' in the store\.\n$/);
  });
}

describe('mimon export from PostgreSQL', () => {
  let postgres;
  beforeAll(async () => {
    postgres = await Postgres.start();
    await written(postgres.url);
  });
  afterAll(() => postgres?.stop());

  exportsItsHosts(() => postgres.url);

  it('needs to read only', async () => {
    postgres.ask('CREATE ROLE reader LOGIN');
    postgres.ask('GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader');
    const url = postgres.url.replace('mimon@', 'reader@');
    expect((await rowsOf(url, 'sim-0001')).length).toBeGreaterThan(0);
  });

  it('says that nobody answers', async () => {
    const { code, errors } = await exporting('postgres://me@127.0.0.1:1/x');
    expect(code).toBe(1);
    expect(errors).toMatch(/^mimon: postgres:\/\/127\.0\.0\.1:1\/x: .*refused/);
  });

  it('makes nothing in a database that is empty', async () => {
    postgres.ask('CREATE DATABASE empty');
    const url = postgres.url.replace(/postgres$/, 'empty');
    const { code, errors } = await exporting(url);
    expect(code).toBe(1);
    expect(errors).toContain('no mimon has written to this database yet');
    expect(postgres.ask('SELECT relname FROM pg_stat_user_tables', url)).toEqual([]);
  });
});

describe('mimon export from Prometheus', () => {
  let prometheus;
  const store = () => `prometheus+${prometheus.origin}`;
  beforeAll(async () => {
    prometheus = await startPrometheus('', {});
    await written(store());
  });
  afterAll(() => prometheus?.stop());

  exportsItsHosts(store);
});
