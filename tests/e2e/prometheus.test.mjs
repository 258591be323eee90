import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dcgmPanels, diskPanels, filesystemPanels, filled, nodePanels } from './lib/dashboards.mjs';
import { machines } from './lib/machines.mjs';
import { promtoolFindings, startPrometheus } from './lib/prometheus.mjs';
import { recordedMachine } from './lib/recorded_machine.mjs';
import { startServer } from './lib/server.mjs';
import { until } from './lib/wait.mjs';

/// What promtool holds against the names that other exporters chose.
const theirs = /"_total" suffix|in 'snake_case' not 'camelCase'|should not include type 'counter'/;

const pages = { mimon: '/metrics', dcgm: '/metrics/dcgm', node: '/metrics/node' };

describe('published dashboards, on a Prometheus that scrapes mimon', () => {
  let recorded;
  let server;
  let prometheus;
  let variables;

  beforeAll(async () => {
    recorded = recordedMachine();
    server = await startServer({ scenario: 'eight', root: recorded.root });
    prometheus = await startPrometheus(server.url.host, pages);
    // Rates need two samples; the dashboards' variables are what they ask first.
    const first = await until('prometheus scraped twice', async () => {
      const counts = await prometheus.query('count_over_time(up[5m])');
      if (counts.length < 3 || counts.some(([, count]) => count < 3)) return undefined;
      return {
        node: await prometheus.query('node_uname_info'),
        dcgm: await prometheus.query('DCGM_FI_DEV_GPU_TEMP'),
      };
    });
    const any = (label) => [...new Set(first.dcgm.map(([labels]) => labels[label]))].join('|');
    variables = {
      job: first.node[0][0].job,
      node: first.node[0][0].instance,
      Hostname: any('Hostname'),
      gpu: any('gpu'),
    };
  });

  afterAll(async () => {
    await prometheus?.stop();
    await server?.stop();
    recorded?.remove();
  });

  it.each(Object.entries(dcgmPanels))("dcgm-exporter's: %s", async (_name, query) => {
    expect(await prometheus.query(filled(query, variables))).not.toEqual([]);
  });

  it.each(Object.entries({ ...nodePanels, ...diskPanels, ...filesystemPanels }))(
    "node_exporter's: %s",
    async (_name, query) => {
      const samples = await prometheus.query(filled(query, variables));
      expect(samples).not.toEqual([]);
      expect(samples.filter(([, value]) => Number.isNaN(value))).toEqual([]);
    },
  );

  it("draws each GPU by dcgm-exporter's labels", async () => {
    const samples = await prometheus.query('DCGM_FI_DEV_FB_USED');
    expect(samples).toHaveLength(8);
    for (const [labels] of samples) {
      expect(Object.keys(labels)).toEqual(
        expect.arrayContaining(['gpu', 'UUID', 'device', 'modelName', 'Hostname', 'pci_bus_id']),
      );
    }
  });

  it('has every scraped sample, and knows units and types', async () => {
    expect(await prometheus.query('up == 0')).toEqual([]);
    const metadata = await prometheus.ask('metadata', { metric: 'mimon_gpu_memory_used_bytes' });
    expect(metadata.mimon_gpu_memory_used_bytes[0]).toMatchObject({ type: 'gauge', unit: 'bytes' });
    expect(await prometheus.query('mimon_gpu_memory_used_bytes')).toHaveLength(8);
    expect(await prometheus.query('rate(mimon_gpu_power_energy_joules_total[1m])')).toHaveLength(8);
  });
});

describe.each(machines)('promtool, on: $name', (machine) => {
  let server;
  beforeAll(async () => {
    server = await startServer(machine);
  });
  afterAll(() => server?.stop());

  it('finds nothing wrong with /metrics', async () => {
    const text = await (await server.fetch(pages.mimon)).text();
    expect(promtoolFindings(text)).toEqual([]);
  });

  it.each([pages.dcgm, pages.node])('finds nothing wrong with %s but its names', async (page) => {
    const text = await (await server.fetch(page)).text();
    expect(promtoolFindings(text).filter((finding) => !theirs.test(finding))).toEqual([]);
  });
});
