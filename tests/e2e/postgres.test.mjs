import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './lib/folder.mjs';
import { Postgres } from './lib/postgres.mjs';
import { run } from './lib/program.mjs';
import { startServer } from './lib/server.mjs';
import { untilRecorded, untilStore } from './lib/store_health.mjs';
import { until } from './lib/wait.mjs';

/// For how many seconds PostgreSQL is away.
const outage = Number(process.env.MIMON_OUTAGE_SECONDS ?? 12);

/// Notes the seconds that are shown live, until what it gives is called, which gives them.
function watch(server) {
  const seen = new Set();
  let watching = true;
  const watched = (async () => {
    while (watching) {
      const { timestamp } = await server.get('/all');
      seen.add(Math.round(Date.parse(timestamp) / 1000));
      await sleep(100);
    }
  })();
  return async () => {
    watching = false;
    await watched;
    return [...seen];
  };
}

describe('history in PostgreSQL', () => {
  let postgres;
  let server;
  beforeAll(async () => {
    postgres = await Postgres.start();
    server = await startServer({
      scenario: 'eight',
      args: ['--store', postgres.url, '--name', 'node-1', '--url', 'http://node-1:8000'],
    });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await postgres?.stop();
  });

  it('has a row a GPU and second, readable in plain SQL', async () => {
    await until(
      'rows are there',
      () =>
        postgres.ask('SELECT 1 FROM system_metrics_history WHERE gpu_id = 7 LIMIT 1').length > 0,
    );
    const [row] = postgres.ask(
      `SELECT host, device, utilization IS NOT NULL, memory_used <= memory_total, temperature > 0,
         power_usage > 0 FROM system_metrics_history WHERE gpu_id = 7
       ORDER BY "timestamp" LIMIT 1`,
    );
    expect(row).toBe('node-1|gpu/7|t|t|t|t');
  });

  it(
    'is missing no second after PostgreSQL was away',
    async () => {
      await untilRecorded(server);
      const stop = watch(server);
      await postgres.pause();
      const behind = await untilStore(
        server,
        'that many seconds wait',
        ({ unwritten }) => unwritten >= outage,
        { within: 30_000 + 2000 * outage },
      );
      expect(behind.state).toBe('degraded');
      expect(behind.detail).toContain('wait on disk');
      expect(behind.lag).toBeGreaterThanOrEqual(outage - 1);
      const metrics = await (await server.fetch('/metrics')).text();
      expect(metrics).toMatch(/^mimon_store_up 0$/m);
      const waiting = Number(/^mimon_store_waiting_ticks (\d+)$/m.exec(metrics)[1]);
      expect(waiting).toBeGreaterThanOrEqual(outage);

      await postgres.resume();
      const shown = await stop();
      const back = await untilStore(
        server,
        'all is sent',
        ({ state, unwritten }) => state === 'ok' && unwritten === 0,
      );
      expect(back.dropped).toBe(0);
      // In the order in which they were written.
      const kept = postgres
        .ask(
          `SELECT extract(epoch FROM "timestamp")::bigint FROM system_metrics_history
          WHERE device = 'host' ORDER BY "timestamp"::date, ctid`,
        )
        .map(Number);
      expect(shown.length).toBeGreaterThan(outage / 2);
      expect(kept).toEqual(expect.arrayContaining(shown));
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      // Each with its GPUs.
      const [first, last] = [shown[0], shown.at(-1)];
      const [gpus] = postgres.ask(
        `SELECT count(*) FROM system_metrics_history WHERE gpu_id IS NOT NULL
            AND "timestamp" BETWEEN to_timestamp(${first}) AND to_timestamp(${last})`,
      );
      const between = kept.filter((second) => second >= first && second <= last);
      expect(Number(gpus)).toBe(8 * between.length);
    },
    120_000 + 3000 * outage,
  );

  it('shows the host among those that share it', async () => {
    const { hosts } = await server.get('/hosts');
    expect(hosts.map(({ host, url }) => [host, url])).toEqual([['node-1', 'http://node-1:8000']]);
  });

  it('refuses a schema that a newer mimon made', async () => {
    const data = temporaryFolder();
    postgres.ask('CREATE SCHEMA newer');
    postgres.ask('CREATE TABLE newer.mimon_schema (version int)');
    postgres.ask('INSERT INTO newer.mimon_schema VALUES (1000)');
    const url = `${postgres.url}?options=-csearch_path%3Dnewer`;
    const listen = ['--listen', '127.0.0.1:0', '--data', data.path];
    const { code, errors } = await run(['serve', ...listen, '--store', url]);
    data.remove();
    expect(code).toBe(1);
    expect(errors).toContain('upgrade this mimon');
  });
});
