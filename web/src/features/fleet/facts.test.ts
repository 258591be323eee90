import { expect, it } from 'vitest';
import { fleetGpu, fleetHost } from '@/testing/fleet';
import { mostPicked, parsePicked } from './address';
import { factsOf, totalsOf } from './facts';
import { formatAge, formatPower, gpuInWords, monitorOf } from './words';

const gib = 2 ** 30;
const silent = { utilization: null, memory_used: null, temperature: null, power_usage: null };

it('counts what is known alone: absent is not zero', () => {
  const facts = factsOf(fleetHost('a', { gpus: [fleetGpu(), fleetGpu({ gpu_id: 1, ...silent })] }));
  expect(facts).toMatchObject({
    utilization: 90,
    memoryUsed: 60 * gib,
    memoryTotal: 80 * gib,
    hottest: 55,
    power: 600,
  });
  const nothing = factsOf(fleetHost('b', { gpus: [fleetGpu(silent)] }));
  expect(nothing).toMatchObject({ utilization: null, memoryTotal: null, hottest: null });
});

it('sums up the live hosts; what others said is old', () => {
  const totals = totalsOf(
    [
      fleetHost('a', { gpus: [fleetGpu({ utilization: 40 }), fleetGpu({ state: 'lost' })] }),
      fleetHost('b', { gpus: [fleetGpu({ utilization: 50, temperature: 77 })] }),
      fleetHost('c', { state: 'gone', gpus: [fleetGpu({ temperature: 99 })] }),
    ].map(factsOf),
  );
  expect(totals).toMatchObject({
    hosts: { live: 2, stale: 0, gone: 1 },
    gpus: 4,
    troubled: 1,
    utilization: 60,
    hottest: { value: 77, host: 'b' },
  });
});

it('says of a GPU what is known of it', () => {
  expect(gpuInWords(fleetGpu({ gpu_id: 3 }))).toBe(
    'GPU 3, NVIDIA H100, 90% busy, memory 60.0 / 80.0 GiB, 55°C, 600 W',
  );
  expect(gpuInWords(fleetGpu({ state: 'lost', ...silent }))).toBe(
    'GPU 0, NVIDIA H100, lost: it fell off the bus, utilization not available',
  );
});

it('leads to a host’s own monitor only where a browser can go', () => {
  expect(monitorOf(fleetHost('a', { url: 'https://a/mimon/' }))).toBe(
    'https://a/mimon/system-monitor',
  );
  expect(monitorOf(fleetHost('a', { url: 'javascript:alert(1)' }))).toBeNull();
  expect(monitorOf(fleetHost('a', { url: null }))).toBeNull();
});

it('writes ages and power short', () => {
  expect(formatAge(0.4)).toBe('0 s');
  expect(formatAge(3725)).toBe('1 h');
  expect([640, 12_345, 3_280_000].map(formatPower)).toEqual(['640 W', '12.3 kW', '3.28 MW']);
});

it('reads picked GPUs from the address, each once and not too many', () => {
  expect(parsePicked('a:0,b.example:12,a:0,junk,:1,x:-1')).toEqual([
    { host: 'a', gpu: 0 },
    { host: 'b.example', gpu: 12 },
  ]);
  const many = Array.from({ length: 40 }, (_, index) => `h${index}:0`).join();
  expect(parsePicked(many)).toHaveLength(mostPicked);
});
