import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeTime } from './lib/fake_time.mjs';
import { startServer } from './lib/server.mjs';
import { until } from './lib/wait.mjs';

/// A server for one test, which ticks fast; it must end well after it.
async function serve(options) {
  const server = await startServer({ args: ['--interval', '250ms'], ...options });
  onTestFinished(() => server.stop());
  return server;
}

/// The same with the stand-in's clock at `second`.
async function serveAt(second, options) {
  const time = new FakeTime(second);
  onTestFinished(() => time.remove());
  const server = await serve({ ...options, time: time.file });
  return { server, time };
}

const metricsOf = async (server, gpu) => (await server.get(`/gpu-metrics?gpu_id=${gpu}`)).metrics;

/// The GPU's metrics once `holds` for them.
function metricsOnce(server, gpu, what, holds) {
  return until(`GPU ${gpu} ${what}`, async () => {
    const metrics = await metricsOf(server, gpu);
    return holds(metrics) && metrics;
  });
}

/// The leaves of `value` by path, without those that say how the GPU fares.
function leaves(value, path = '') {
  if (value === null || typeof value !== 'object') return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) =>
    leaves(child, path ? `${path}.${key}` : key),
  );
}

const about = /^(gpu_id|name|timestamp|instances|state|state_detail|simulated|unavailable)\b/;
const numbersOf = (metrics) =>
  leaves(metrics).filter(([path, value]) => !about.test(path) && value !== null);

describe('a GPU that is lost', () => {
  it('shows as lost, without values, and comes back', async () => {
    const { server, time } = await serveAt(10, { scenario: 'lost_returns' });
    expect((await metricsOf(server, 1)).state).toBe('ok');

    time.set(25);
    const lost = await metricsOnce(server, 1, 'is lost', ({ state }) => state === 'lost');
    expect(numbersOf(lost)).toEqual([]);
    expect(lost.unavailable['utilization.gpu']).toBe('lost');
    expect(lost.state_detail).toMatch(/lost|bus/i);
    expect((await server.get('/gpu-processes?gpu_id=1')).unavailable).toBe('lost');
    const { gpus } = await server.get('/gpu-list');
    expect(gpus.map(({ state }) => state)).toEqual(['ok', 'lost']);
    expect((await metricsOf(server, 0)).utilization.gpu).not.toBeNull();

    time.set(65);
    const back = await metricsOnce(server, 1, 'is back', ({ state }) => state === 'ok');
    expect(back.memory.used).toBeGreaterThan(0);
    await until('its processes are back', async () => {
      const { process_count } = await server.get('/gpu-processes?gpu_id=1');
      return process_count === 1;
    });
  });
});

describe('a GPU whose driver hangs', () => {
  it('costs only its own values, and does not hold up the end', async () => {
    const { server, time } = await serveAt(5, { scenario: 'hang' });
    expect((await metricsOf(server, 1)).state).toBe('ok');

    time.set(10);
    const stuck = await metricsOnce(
      server,
      1,
      'is unresponsive',
      ({ state }) => state === 'unresponsive',
    );
    expect(numbersOf(stuck)).toEqual([]);
    expect(stuck.unavailable.temperature).toBe('unresponsive');

    const before = await server.get('/all?gpu_id=0');
    const after = await until('the rest goes on', async () => {
      const all = await server.get('/all?gpu_id=0');
      return Date.parse(all.timestamp) - Date.parse(before.timestamp) > 1900 && all;
    });
    expect(after.system.uptime).toBeGreaterThan(before.system.uptime);
    expect(after.system.cpu.percent).not.toBeNull();
    expect(after.gpu.metrics.state).toBe('ok');
    expect(after.gpu.metrics.timestamp > before.gpu.metrics.timestamp).toBe(true);
    expect((await server.get('/health')).status).toMatch(/^(ok|degraded)$/);

    // The call blocks for 30 s.
    expect(await server.terminate(10_000)).toMatchObject({ code: 0, signal: null });
  });

  it('at its very start leaves the host', async () => {
    const { server } = await serveAt(0, { scenario: 'init_hangs', unsettled: true });
    const all = await until('the host is there', async () => {
      const found = await server.get('/all');
      return found.system.cpu.percent !== null && found;
    });
    expect(all.gpu_available).toBe(false);
    await until('the reason is told', async () => {
      const { gpu_unavailable_reason } = await server.get('/all');
      return /has not answered for/.test(gpu_unavailable_reason);
    });
    expect(await server.terminate(10_000)).toMatchObject({ code: 0, signal: null });
  });
});

describe('a driver that does not work', () => {
  it.each([
    ['driver_mismatch', /different versions.*reboot/],
    ['no_driver', /not loaded.*modprobe/],
  ])('%s: says why, and shows the host', async (scenario, reason) => {
    const server = await serve({ scenario });
    const all = await server.get('/all');
    expect(all).toMatchObject({ gpu_available: false, gpu: null });
    expect(all.gpu_unavailable_reason).toMatch(reason);
    expect(all.system.ram.used).toBeGreaterThan(0);
    const refused = await server.problem('/api/v1/system/gpu-metrics');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(refused.body.detail).toMatch(reason);
    const health = await server.get('/health');
    expect(health.status).toBe('degraded');
    expect(health.vendors.find(({ vendor }) => vendor === 'nvidia').state).toBe('failed');
  });

  it('is found again once it works', async () => {
    const { server, time } = await serveAt(5, { scenario: 'driver_recovers' });
    expect((await server.get('/all')).gpu_unavailable_reason).toMatch(/different versions/);
    time.set(20);
    const all = await until('the GPU is there', async () => {
      const found = await server.get('/all');
      return found.gpu_available && found.gpu.metrics.memory.used !== null && found;
    });
    expect(all.gpu.metrics.state).toBe('ok');
    expect((await server.get('/health')).status).toBe('ok');
  });
});

describe('drivers of other years', () => {
  it('450: the newest entry points are missing, and what they gave is absent', async () => {
    const server = await serve({ scenario: 'old_driver', variant: 'old' });
    const { gpus } = await server.get('/gpu-list');
    expect(gpus.map(({ name }) => name)).toEqual(['Tesla V100-SXM2-32GB', 'GeForce GTX 1060 6GB']);
    expect(gpus[0]).toMatchObject({ driver_version: '450.80.02', cuda_version: '11.0' });
    const metrics = await metricsOf(server, 0);
    expect(metrics.utilization.gpu).toBeGreaterThanOrEqual(0);
    expect(metrics.memory.total).toBeGreaterThan(30e9);
    expect(metrics.memory.reserved).toBeNull();
    expect(metrics.unavailable['memory.reserved']).toBe('unsupported');
    expect(metrics.unavailable['activity.sm']).toBe('unsupported');
    const { processes } = await server.get('/gpu-processes?gpu_id=0');
    expect(processes).toMatchObject([{ pid: server.running.child.pid, process_name: 'mimon' }]);
    expect(processes[0].gpu_memory_used).toBe(20480 * 2 ** 20);
  });

  it('470: processes come by its own list', async () => {
    const server = await serve({ scenario: 'one', variant: 'r470' });
    const { processes } = await server.get('/gpu-processes?gpu_id=0');
    expect(processes.map(({ pid, type }) => [pid, type])).toEqual([
      [server.running.child.pid, 'C'],
      [process.pid, 'G'],
    ]);
    expect((await metricsOf(server, 0)).activity.sm).toBeNull();
  });

  it('535: a list with a layout of its own is read right', async () => {
    const server = await serve({ scenario: 'driver535' });
    const { processes } = await server.get('/gpu-processes?gpu_id=0');
    expect(processes.map(({ pid, gpu_memory_used_mb }) => [pid, gpu_memory_used_mb])).toEqual([
      [server.running.child.pid, 30720],
      [process.pid, 20480],
      [1, 256],
    ]);
  });
});

describe('processes', () => {
  it('two hundred are listed, most GPU memory first', async () => {
    const server = await serve({ scenario: 'processes_200' });
    const { process_count, processes } = await server.get('/gpu-processes');
    expect(process_count).toBe(201);
    expect(new Set(processes.map(({ pid }) => pid)).size).toBe(201);
    expect(processes[0]).toMatchObject({ pid: server.running.child.pid, process_name: 'mimon' });
    const memory = processes.map(({ gpu_memory_used }) => gpu_memory_used);
    expect(memory).toEqual(memory.toSorted((a, b) => b - a));
    // No such program runs here, so that nothing but the driver's word is known of it.
    const unseen = processes.find(({ pid }) => pid === 40001) ?? processes.at(-1);
    expect(unseen).toMatchObject({ process_name: null, username: null, cpu_percent: null });
  });

  it('without the right to see them the list says so, and does not look empty', async () => {
    const server = await serve({ scenario: 'denied' });
    expect(await server.get('/gpu-processes')).toMatchObject({
      process_count: 0,
      unavailable: 'denied',
    });
    const { ecc, unavailable } = await metricsOf(server, 0);
    expect(ecc.corrected).toBeNull();
    expect(unavailable).toMatchObject({ 'ecc.corrected': 'denied', 'xid.count': 'denied' });
    const { vendors } = await server.get('/health');
    expect(vendors.find(({ vendor }) => vendor === 'nvidia').detail).toMatch(
      /GPU 1:.*[Pp]ermission/,
    );
  });

  it('what they use of the host is known after two looks', async () => {
    const server = await serve({ scenario: 'one' });
    const known = await until('CPU shares are known', async () => {
      const { processes } = await server.get('/gpu-processes');
      return processes.every(({ cpu_percent }) => cpu_percent !== null) && processes;
    });
    expect(known[0].host_memory).toBeGreaterThan(2 ** 20);
    expect(Math.abs(Date.parse(known[0].start_time) - Date.now())).toBeLessThan(120_000);
    expect(known[0].username).not.toBeNull();
  });
});

describe('GPUs that differ', () => {
  it('a failing card tells its XIDs and memory errors', async () => {
    const { server, time } = await serveAt(3, { scenario: 'xid' });
    expect((await metricsOf(server, 0)).xid).toEqual({ last: null, count: 0 });
    time.set(6);
    await metricsOnce(server, 0, 'has XID 13', ({ xid }) => xid.last === 13 && xid.count === 1);
    time.set(10);
    await metricsOnce(server, 0, 'has XID 63', ({ xid }) => xid.last === 63 && xid.count === 2);
    time.set(13);
    await metricsOnce(server, 0, 'has ECC errors', ({ ecc }) => ecc.corrected === 4);
  });

  it('each gives what it has', async () => {
    const server = await serve({ scenario: 'mixed' });
    const [h100, rtx4090, gt710] = (await server.get('/gpu-metrics/all')).gpus;
    expect(h100.fan_speed).toBeNull();
    expect(h100.ecc.corrected).toBe(3);
    expect(rtx4090.fan_speed).toBeGreaterThan(0);
    expect(rtx4090.ecc.corrected).toBeNull();
    expect(gt710.utilization).toEqual({ gpu: null, memory: null });
    expect(gt710.unavailable['utilization.gpu']).toBe('unsupported');
    expect(gt710.memory.total).toBeGreaterThan(0);
    expect((await server.get('/gpu-processes?gpu_id=2')).unavailable).toBe('unsupported');
  });

  it('one that supports nearly nothing still has its memory', async () => {
    const server = await serve({ scenario: 'unsupported' });
    const metrics = await metricsOf(server, 0);
    expect(numbersOf(metrics).every(([path]) => path.startsWith('memory.'))).toBe(true);
    expect(metrics.memory.used).toBeGreaterThan(0);
  });

  it('one cut in instances has them, by their own indices', async () => {
    const server = await serve({ scenario: 'mig' });
    const { instances } = await metricsOf(server, 0);
    expect(instances.map(({ id }) => id)).toEqual(['gpu/0/mig/0', 'gpu/0/mig/1', 'gpu/0/mig/3']);
    expect(instances.map(({ name }) => name.split(' ').at(-1))).toEqual([
      '3g.40gb',
      '2g.20gb',
      '1g.10gb',
    ]);
    expect(instances.every(({ memory }) => memory.used > 0 && memory.total > 9e9)).toBe(true);
    expect((await metricsOf(server, 1)).instances).toEqual([]);
    const { processes } = await server.get('/gpu-processes?gpu_id=0');
    expect(processes.map(({ instance }) => instance)).toEqual(['gpu/0/mig/0', 'gpu/0/mig/3']);
    const known = await until('history knows them', async () => {
      const answer = await server.fetch('/api/v1/system/gpu-metrics/history?gpu_id=GPU-none');
      const { detail } = await answer.json();
      return detail.includes('gpu/0/mig/3') && detail;
    });
    expect(known).not.toContain('no longer there');
    expect((await server.get('/gpu-list')).gpu_count).toBe(2);
  });

  it('one that shares the memory of the host shows that', async () => {
    const server = await serve({ scenario: 'unified' });
    const { info } = await server.get('/gpu-info/0');
    expect(info.unified_memory).toBe(true);
    const { ram } = (await server.get('/metrics')).metrics;
    expect((await metricsOf(server, 0)).memory.total).toBe(ram.total);
  });

  it('nonsense from a driver is absent, and its text is made readable', async () => {
    const server = await serve({ scenario: 'garbage' });
    const metrics = await metricsOf(server, 0);
    for (const path of ['utilization.gpu', 'temperature', 'power.usage', 'memory.used']) {
      expect(metrics.unavailable[path], path).toBe('invalid');
    }
    expect(metrics.name).toMatch(/^NVIDIA.*H100$/);
    const { processes } = await server.get('/gpu-processes');
    for (const { gpu_utilization, gpu_memory_used } of processes) {
      expect(gpu_utilization ?? 0).toBeLessThanOrEqual(100);
      expect(gpu_memory_used ?? 0).toBeLessThan(2 ** 40);
    }
  });
});

describe('figures that move', () => {
  it('eight GPUs are all alive, and each answer is of one tick', async () => {
    const server = await serve({ scenario: 'eight' });
    const first = (await server.get('/gpu-metrics/all')).gpus;
    expect(first).toHaveLength(8);
    await until('every busy GPU moved', async () => {
      const { gpus } = await server.get('/gpu-metrics/all');
      expect(new Set(gpus.map(({ timestamp }) => timestamp)).size).toBe(1);
      return gpus.every(
        (gpu, i) =>
          gpu.timestamp > first[i].timestamp &&
          (i === 7 || gpu.power.usage !== first[i].power.usage),
      );
    });
  });

  it('a recorded trace is played', async () => {
    const { server, time } = await serveAt(0, { scenario: 'trace' });
    expect(await metricsOf(server, 0)).toMatchObject({
      utilization: { gpu: 2 },
      power: { usage: 31.8 },
      clocks: { gpu: 210 },
    });
    time.set(1);
    await metricsOnce(server, 0, 'follows', ({ power }) => power.usage === 34.1);
  });

  it('calls that take as long as real ones lose no tick', async () => {
    const server = await serve({ scenario: 'slow', args: [] });
    const { gpus } = await server.get('/gpu-metrics/all');
    expect(gpus.map(({ state }) => state)).toEqual(Array(8).fill('ok'));
    expect(gpus.every(({ pcie }) => pcie.tx_rate !== null)).toBe(true);
  });
});
