import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machines } from './lib/machines.mjs';
import { targetsOf } from './lib/requests.mjs';
import { Contract } from './lib/schema.mjs';
import { startServer } from './lib/server.mjs';
import { until } from './lib/wait.mjs';

const needGpu = [
  'getGpuInfo',
  'getGpuInfoByQuery',
  'getGpuMetrics',
  'getAllGpuMetrics',
  'compareGpus',
  'listGpuProcesses',
  'getHardwareMetrics',
];

const needPast = ['getGpuHistory', 'exportGpuHistory'];

/// What an operation answers with where all is well.
function expectedStatus({ operationId }, gpus) {
  if (gpus.length > 0) return 200;
  if (needGpu.includes(operationId)) return 503;
  return needPast.includes(operationId) ? 404 : 200;
}

describe.each(machines)('the API of: $name', (machine) => {
  let server;
  let contract;
  let parts;

  beforeAll(async () => {
    server = await startServer({ ...machine, args: ['--interval', '200ms'] });
    contract = new Contract(await (await server.fetch('/openapi.json')).json());
    const { gpus } = await server.get('/gpu-list');
    const { mount_points } = await server.get('/disk-usage');
    parts = {
      gpus: gpus.map(({ gpu_id }) => gpu_id),
      mounts: mount_points.map(({ mount_point }) => mount_point),
    };
    if (parts.gpus.length > 0) {
      await until('history knows the GPUs', () => server.get('/gpu-metrics/history'));
    }
  });
  afterAll(() => server?.stop());

  it('answers every endpoint as its schema says', async () => {
    const wrong = [];
    let answers = 0;
    for (const [path, operation] of contract.operations()) {
      const expected = expectedStatus(operation, parts.gpus);
      const targets = targetsOf(path, operation, parts);
      for (const target of expected === 200 ? targets : [path.replace('{gpu_id}', 0)]) {
        const response = await server.fetch(target);
        answers += 1;
        if (response.status !== expected) wrong.push(`${target}: ${response.status}`);
        if (expected === 503) expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
        const type = response.headers.get('content-type');
        const body = type.startsWith('text/') ? await response.text() : await response.json();
        for (const error of contract.errors(operation, response.status, type, body)) {
          wrong.push(`${target}: ${error}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(answers).toBeGreaterThan(14);
  });

  it('gives no number where there is none to give', async () => {
    const all = await server.get('/all');
    expect(all.gpu_available).toBe(parts.gpus.length > 0);
    expect(all.gpu === null).toBe(parts.gpus.length === 0);
    expect(all.gpu_unavailable_reason === null).toBe(parts.gpus.length > 0);
    for (const gpu of parts.gpus) {
      const { metrics } = await server.get(`/gpu-metrics?gpu_id=${gpu}`);
      expect(nullsWithoutReason(metrics)).toEqual([]);
    }
    expect(nullsWithoutReason((await server.get('/metrics')).metrics)).toEqual([]);
  });

  it('speaks OpenMetrics at /metrics', async () => {
    const plain = await server.fetch('/metrics');
    expect(plain.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const headers = { accept: 'application/openmetrics-text; version=1.0.0' };
    const response = await server.fetch('/metrics', { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/openmetrics-text/);
    const text = await response.text();
    expect(text.endsWith('# EOF\n')).toBe(true);
    expect(openMetricsErrors(text)).toEqual([]);
  });
});

const untold = new Set(['state_detail', 'unavailable', 'instances', 'info', 'cpu.per_core']);

/// Paths of values that are null and whose `unavailable` says nothing.
function nullsWithoutReason(metrics) {
  const missing = [];
  const visit = (value, path) => {
    if (untold.has(path) || path.startsWith('cpu.cores')) return;
    if (value === null && !metrics.unavailable[path]) missing.push(path);
    if (value === null || typeof value !== 'object') return;
    for (const [key, child] of Object.entries(value)) {
      if (scaled(value, key)) continue;
      visit(child, Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key);
    }
  };
  visit(metrics, '');
  return missing;
}

/// `used_gb` stands beside `used` and shares its reason.
function scaled(object, key) {
  return /_(gb|mb)$/.test(key) && key.replace(/_(gb|mb)$/, '') in object
    ? true
    : /_(gb|mb)$/.test(key) && `${key.replace(/_(gb|mb)$/, '')}_bytes` in object;
}

/// Lines that break the text format: samples of an unknown family, labels that do not parse, values
/// that are no numbers, the same series twice.
function openMetricsErrors(text) {
  const errors = [];
  const families = new Set();
  const series = new Set();
  for (const line of text.trimEnd().split('\n')) {
    const declared = /^# (TYPE|HELP|UNIT) (\S+)/.exec(line);
    if (declared) families.add(declared[2]);
    if (line.startsWith('#')) continue;
    const sample = /^([a-z_:][a-z0-9_:]*)(\{.*\})? (\S+)$/i.exec(line);
    if (!sample) {
      errors.push(line);
      continue;
    }
    const [, name, labels = '', value] = sample;
    const family = name.replace(/_(total|info|created)$/, '');
    if (!families.has(family) && !families.has(name)) errors.push(`no family: ${line}`);
    if (labels && !/^\{([a-z_][a-z0-9_]*="([^"\\]|\\["\\n])*",?)*\}$/i.test(labels)) {
      errors.push(`labels: ${line}`);
    }
    if (Number.isNaN(Number(value))) errors.push(`value: ${line}`);
    if (series.has(name + labels)) errors.push(`twice: ${line}`);
    series.add(name + labels);
  }
  return errors;
}
