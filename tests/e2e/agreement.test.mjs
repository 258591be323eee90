import { readFileSync } from 'node:fs';
import { cpus, hostname, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './lib/folder.mjs';
import { cpuTimes, dfBytes, diskBytes, freeBytes, networkBytes } from './lib/host.mjs';
import { startLoad } from './lib/load.mjs';
import { startServer } from './lib/server.mjs';

/// Of the larger one; or so many bytes, for what is next to nothing.
const tolerance = 0.02;
const close = (a, b, floor = 0) => Math.abs(a - b) <= Math.max(tolerance * Math.max(a, b), floor);

/// Compares until it agrees once, since the machine changes between two readings.
async function agrees(compare, attempts = 20) {
  let differing;
  for (let i = 0; i < attempts; ++i) {
    differing = await compare();
    if (differing.length === 0) return;
    await sleep(300);
  }
  expect(differing).toEqual([]);
}

const folder = temporaryFolder();
let load;
let server;

beforeAll(async () => {
  load = startLoad(folder.path);
  server = await startServer();
});
afterAll(async () => {
  await load?.stop();
  folder.remove();
  await server?.stop();
});

/// Follows the API tick by tick, and the kernel's counters in between: `read()` as of the time of
/// each tick, by interpolation.
async function follow(ticks, read, path) {
  const readings = [];
  const samples = [];
  const started = Date.now();
  while (samples.length < ticks && Date.now() - started < 60_000) {
    readings.push({ at: Date.now(), ...read() });
    const sample = await server.get(path);
    const { timestamp } = sample.metrics;
    if (samples.at(-1)?.metrics.timestamp !== timestamp) samples.push(sample);
    await sleep(20);
  }
  readings.push({ at: Date.now(), ...read() });
  const asOf = (timestamp) => {
    const time = Date.parse(timestamp);
    const after = readings.findIndex(({ at }) => at >= time);
    if (after < 1) return null;
    const [a, b] = [readings[after - 1], readings[after]];
    const share = (time - a.at) / (b.at - a.at || 1);
    return Object.fromEntries(
      Object.keys(a).map((key) => [key, a[key] + share * (b[key] - a[key])]),
    );
  };
  // The first was taken before the readings began.
  return samples.slice(1).map(({ metrics }) => ({ metrics, kernel: asOf(metrics.timestamp) }));
}

// Again where it differs: the kernel's figures and ours are never of the very same moment, and a
// busy machine may part them by more than the tolerance. What is wrong differs each time.
describe('while the machine works, the API agrees with', { retry: 3 }, () => {
  it('free -b, on memory and swap', async () => {
    await agrees(async () => {
      const { metrics } = await server.get('/metrics');
      const free = freeBytes();
      const differing = [];
      for (const part of ['ram', 'swap']) {
        for (const [key, bytes] of Object.entries(free[part])) {
          const ours = metrics[part][key];
          if (!close(ours, bytes)) differing.push(`${part}.${key}: ${ours}, free says ${bytes}`);
        }
      }
      return differing;
    });
  });

  it('/proc/stat, on how busy the CPUs are', async () => {
    const followed = await follow(9, cpuTimes, '/metrics');
    const [first, ...rest] = followed;
    const last = rest.at(-1);
    const busy = last.kernel.busy - first.kernel.busy;
    const percent = (100 * busy) / (last.kernel.total - first.kernel.total);
    const spans = rest.map(
      ({ metrics }, i) => Date.parse(metrics.timestamp) - Date.parse(followed[i].metrics.timestamp),
    );
    const span = spans.reduce((a, b) => a + b);
    const ours =
      rest.reduce((sum, { metrics }, i) => sum + metrics.cpu.percent * spans[i], 0) / span;
    expect(rest.length).toBe(7);
    expect(Math.abs(ours - percent), `${ours} %, the kernel says ${percent} %`).toBeLessThan(2);
    for (const { metrics } of rest) {
      const { percent: whole, per_core } = metrics.cpu;
      const mean = per_core.reduce((a, b) => a + b) / per_core.length;
      expect(Math.abs(mean - whole), `${per_core} make ${whole}`).toBeLessThan(2);
    }
  });

  it('/proc/diskstats, on bytes and rates', async () => {
    const counted = (await server.get('/disk-rates')).disk_rates.devices.map(
      ({ device }) => device,
    );
    const readDisks = () => {
      const devices = diskBytes();
      expect([...devices.keys()]).toEqual(expect.arrayContaining(counted));
      const sum = (key) => counted.reduce((total, name) => total + devices.get(name)[key], 0);
      return { read: sum('read'), write: sum('write') };
    };
    const [first, ...rest] = await follow(7, readDisks, '/metrics');
    const last = rest.at(-1);
    // 2 MiB: what may come between the kernel's counter and the time of the tick.
    const slack = 2 * 2 ** 20;
    for (const { metrics, kernel } of rest) {
      expect(close(metrics.disk_io.read_bytes, kernel.read, slack)).toBe(true);
      expect(close(metrics.disk_io.write_bytes, kernel.write, slack)).toBe(true);
    }
    let previous = first;
    let written = 0;
    for (const each of rest) {
      const seconds =
        (Date.parse(each.metrics.timestamp) - Date.parse(previous.metrics.timestamp)) / 1000;
      written += each.metrics.disk_io.write_rate * seconds;
      previous = each;
    }
    const counter = last.metrics.disk_io.write_bytes - first.metrics.disk_io.write_bytes;
    expect(close(written, counter, slack), `${written} of ${counter} bytes`).toBe(true);
  });

  it('/proc/net/dev, on every interface', async () => {
    await agrees(async () => {
      const { devices } = (await server.get('/network-rates')).network_rates;
      const kernel = networkBytes();
      return devices.flatMap(({ device, recv_bytes, sent_bytes }) => {
        const { recv, sent } = kernel.get(device);
        return close(recv_bytes, recv) && close(sent_bytes, sent)
          ? []
          : [`${device}: ${recv_bytes} and ${sent_bytes}, the kernel says ${recv} and ${sent}`];
      });
    });
    const { metrics } = await server.get('/metrics');
    const { devices } = (await server.get('/network-rates')).network_rates;
    const counted = devices.filter(({ info }) => info.counted);
    const sum = counted.reduce((total, { recv_bytes }) => total + recv_bytes, 0);
    if (counted.length > 0) expect(close(metrics.network_io.recv_bytes, sum, 2 ** 20)).toBe(true);
  });

  it('df -B1, on every file system', async () => {
    await agrees(async () => {
      const { mount_points } = await server.get('/disk-usage');
      const known = mount_points.some(({ mount_point }) => mount_point === '/');
      // Also in a chroot or container, where nothing may be mounted there.
      expect(known).toBe(true);
      return mount_points.flatMap(({ mount_point, ...ours }) => {
        const df = dfBytes(mount_point);
        return Object.entries(df)
          .filter(([key, bytes]) => !close(ours[key], bytes, 2 ** 20))
          .map(([key, bytes]) => `${mount_point} ${key}: ${ours[key]}, df says ${bytes}`);
      });
    });
  });

  it('the kernel, on load, uptime and name', async () => {
    await agrees(async () => {
      const { metrics } = await server.get('/metrics');
      const [uptime] = readFileSync('/proc/uptime', 'utf8').split(' ').map(Number);
      const differing = [];
      if (Math.abs(metrics.uptime - uptime) > 2) differing.push(`uptime: ${metrics.uptime}`);
      loadavg().forEach((load, i) => {
        const ours = metrics.cpu.load_average[i];
        if (!close(ours, load, 0.02)) differing.push(`load: ${ours}, the kernel says ${load}`);
      });
      return differing;
    });
    const { metrics } = await server.get('/metrics');
    expect(metrics.cpu.count).toBe(cpus().length);
    expect(metrics.info.hostname).toBe(hostname());
  });
});
