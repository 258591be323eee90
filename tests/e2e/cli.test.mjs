import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from './lib/folder.mjs';
import { fixtures, library } from './lib/paths.mjs';
import { run } from './lib/program.mjs';
import { exchange, RawConnection } from './lib/raw.mjs';
import { Contract } from './lib/schema.mjs';
import { machine, startServer } from './lib/server.mjs';
import { until } from './lib/wait.mjs';

const asScenario = (command, scenario, ...more) => {
  const { args, env } = machine({ scenario });
  return run([command, ...args, ...more], env);
};

function folderForTest() {
  const folder = temporaryFolder();
  onTestFinished(() => folder.remove());
  return folder.path;
}

describe('mimon snapshot', () => {
  it('prints one sample of everything as JSON', async () => {
    const { code, output } = await asScenario('snapshot', 'eight');
    expect(code).toBe(0);
    const sample = JSON.parse(output);
    expect(sample.simulated).toBe(true);
    expect(sample.gpus).toHaveLength(8);
    expect(sample.system.ram.total).toBeGreaterThan(0);
    expect(sample.system.cpu.percent).not.toBeNull();
    expect(sample.collectors.map(({ name }) => name)).toContain('filesystem');
    expect(sample.processes.length).toBeGreaterThan(0);
    expect(sample.vendors[0]).toMatchObject({ vendor: 'nvidia', state: 'ok' });
  });

  it('gives each part in the shape that the API gives it', async () => {
    const server = await startServer({ scenario: 'one' });
    onTestFinished(() => server.stop());
    const contract = new Contract(await (await server.fetch('/openapi.json')).json());
    const { output } = await asScenario('snapshot', 'one');
    const sample = JSON.parse(output);
    const check = (schema, value) =>
      contract.schemaErrors(`#/components/schemas/${schema}`, value).map((e) => `${schema}${e}`);
    expect([
      ...check('SystemMetrics', sample.system),
      ...check('DiskRates', sample.disk_rates),
      ...check('NetworkRates', sample.network_rates),
      ...sample.disk_usage.flatMap((mount) => check('DiskUsage', mount)),
      ...sample.gpus.flatMap((gpu) => check('GpuInfo', gpu.info)),
      ...sample.gpus.flatMap((gpu) => check('GpuMetrics', gpu.metrics)),
      ...sample.processes.flatMap((process) => check('GpuProcess', process)),
    ]).toEqual([]);
  });

  it('reads a recorded machine', async () => {
    const { code, output } = await run(['snapshot', '--root', `${fixtures}/jetson/orin-nano-root`]);
    expect(code).toBe(0);
    const sample = JSON.parse(output);
    expect(sample.simulated).toBe(false);
    expect(sample.gpus).toHaveLength(1);
    expect(sample.gpus[0].info.name).toContain('Orin Nano');
    expect(sample.system.cpu.count).toBe(6);
  });
});

describe('mimon export', () => {
  it('writes what the running program recorded, as its endpoint does', async () => {
    const data = folderForTest();
    const server = await startServer({ scenario: 'eight', data });
    onTestFinished(() => server.stop());
    await until('some ticks are recorded', async () => {
      const { data: rows } = await server.get('/gpu-metrics/history?gpu_id=0&format=rows');
      return rows.length >= 3;
    });
    const { code, output } = await run(['export', '--data', data, '--gpu', '0,7']);
    expect(code).toBe(0);
    const [head, ...lines] = output.trimEnd().split('\n');
    expect(head).toMatch(/^timestamp,gpu_id,utilization,memory_used,/);
    const theirs = await (
      await server.fetch('/api/v1/system/gpu-metrics/export?format=csv&gpu_id=0,7')
    ).text();
    expect(lines.length).toBeGreaterThanOrEqual(6);
    expect(theirs.split('\n')).toEqual(expect.arrayContaining([head, ...lines]));
    const json = await run([
      'export',
      '--data',
      data,
      '--metrics',
      'cpu.percent',
      '--format',
      'json',
    ]);
    expect(JSON.parse(json.output)[0]).toMatchObject({ cpu_percent: expect.any(Number) });
  });

  it('says what is wrong in one line', async () => {
    const data = folderForTest();
    const { code, errors } = await run(['export', '--data', data]);
    expect(code).toBe(1);
    expect(errors).toMatch(/^mimon: .*there is no history\n$/);
  });
});

describe('mimon doctor', () => {
  it('names what is monitored, and succeeds', async () => {
    const { code, output } = await asScenario('doctor', 'mixed');
    expect(code).toBe(0);
    expect(output).toMatch(/^\[ok\]\s+nvidia, driver 550\.54\.15$/m);
    expect(output).toMatch(/^\[ok\]\s+gpu\/0 \(NVIDIA H100 80GB HBM3\): \d+ values, SIMULATED$/m);
    expect(output).toMatch(
      /no utilization\.gpu,.*: the hardware, driver or kernel does not give it/,
    );
  });

  it.each([
    ['driver_mismatch', /^\[!\]\s+nvidia: .*different versions/m],
    ['no_driver', /^\[!\]\s+nvidia: .*not loaded/m],
    ['denied', /no ecc\.corrected,.*: no permission; try as root/],
    ['zero', /finds no GPU/],
    ['garbage', /: what was given makes no sense/],
  ])('%s: says what is wrong; the host is still monitored', async (scenario, words) => {
    const { code, output } = await asScenario('doctor', scenario);
    expect(output).toMatch(words);
    expect(output).toMatch(/^\[ok\]\s+host /m);
    expect(code).toBe(0);
  });

  it('says that a GPU sleeps', async () => {
    const { output } = await run(['doctor', '--root', `${fixtures}/jetson/xavier-root`]);
    expect(output).toMatch(/no temperature: the device sleeps and is left alone/);
  });

  it('fails where nothing can be monitored', async () => {
    const { code, output } = await run(['doctor', '--root', folderForTest()]);
    expect(code).not.toBe(0);
    expect(output).toContain('Nothing can be monitored here.');
  });
});

describe('what cannot be', () => {
  /// It fails with one line that says why.
  function expectRefusal({ code, signal, output, errors }, says) {
    expect(signal).toBeNull();
    expect(code).toBeGreaterThan(0);
    expect(output).toBe('');
    expect(errors).toMatch(/^mimon: [^\n]+\n$/);
    expect(errors).toMatch(says);
  }

  it.each([
    ['an unknown flag', ['serve', '--bogus'], /--bogus/],
    ['an unknown command', ['dance'], /dance/],
    ['no command', [], /subcommand/],
    ['a flag without its value', ['serve', '--listen'], /--listen/],
    ['an interval that is none', ['serve', '--interval', 'often'], /'often'/],
    ['an address that is none', ['serve', '--listen', 'nonsense'], /nonsense/],
    ['a port out of range', ['serve', '--listen', '127.0.0.1:99999'], /99999/],
    ['an address of another machine', ['serve', '--listen', '192.0.2.1:8000', '--no-auth'], /192/],
    ['a library that is not there', ['snapshot', '--nvml', '/none.so'], /none\.so/],
    ['a root that is not there', ['doctor', '--root', '/none'], /none/],
    ['a file of settings that is not there', ['serve', '--config', '/none.toml'], /none\.toml/],
    ['a file for the token that is not there', ['serve', '--token-file', '/none'], /none/],
  ])('%s', async (_, args, says) => {
    const [command, ...flags] = args;
    const data = command === 'serve' ? ['--data', folderForTest()] : [];
    expectRefusal(await run(command ? [command, ...data, ...flags] : []), says);
  });

  it.each([
    ['an unknown key', "listen = '127.0.0.1:0'\nlissten = 1\n", /mimon\.toml:2.*'lissten'/],
    ['a value of the wrong kind', 'listen = { a = 1 }\n', /'listen'/],
    ['no TOML', 'listen = \n', /mimon\.toml:1/],
    ['a wrong value', "interval = '1 week'\n", /'1 week'/],
  ])('a file of settings with %s', async (_, text, says) => {
    const folder = folderForTest();
    writeFileSync(join(folder, 'mimon.toml'), text);
    const args = ['serve', '--config', join(folder, 'mimon.toml')];
    const listen = text.includes('interval') ? ['--listen', '127.0.0.1:0'] : [];
    expectRefusal(await run([...args, ...listen, '--data', folder]), says);
  });

  it('a port in use', async () => {
    const other = createServer();
    await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise((resolve) => other.close(resolve)));
    const listen = `127.0.0.1:${other.address().port}`;
    expectRefusal(await run(['serve', '--listen', listen, '--data', folderForTest()]), /in use/);
  });

  it('a data folder that cannot be written', async () => {
    const folder = folderForTest();
    writeFileSync(join(folder, 'file'), '');
    for (const data of [join(folder, 'file', 'data'), '/proc/mimon']) {
      expectRefusal(await run(['serve', '--listen', '127.0.0.1:0', '--data', data]), /data folder/);
    }
  });

  it.skipIf(process.getuid() === 0)('a data folder without the right to write', async () => {
    const folder = folderForTest();
    mkdirSync(join(folder, 'data'));
    chmodSync(join(folder, 'data'), 0o500);
    const args = ['serve', '--listen', '127.0.0.1:0', '--data', join(folder, 'data')];
    expectRefusal(await run(args), /data folder/);
  });

  it('a token that is too weak', async () => {
    const folder = folderForTest();
    writeFileSync(join(folder, 'token'), 'short\n');
    const args = ['serve', '--listen', '0.0.0.0:0', '--token-file', join(folder, 'token')];
    expectRefusal(await run([...args, '--data', folder]), /token/);
  });
});

describe('settings', () => {
  it('come from the file, and flags win over it', async () => {
    const folder = folderForTest();
    const file = join(folder, 'mimon.toml');
    writeFileSync(file, `listen = '127.0.0.1:1'\nnvml = '${library()}'\n`);
    const server = await startServer({
      args: ['--config', file],
      env: { MIMON_FAKE_NVML_SCENARIO: 'one' },
    });
    onTestFinished(() => server.stop());
    expect((await server.get('/gpu-list')).gpu_count).toBe(1);
  });

  it('have help and a version', async () => {
    const help = await run(['serve', '--help']);
    expect(help.code).toBe(0);
    for (const flag of ['--listen', '--data', '--root', '--nvml', '--interval', '--config']) {
      expect(help.output).toContain(flag);
    }
    const version = await run(['--version']);
    expect(version).toMatchObject({ code: 0, errors: '' });
    expect(version.output).toMatch(/^mimon \d+\.\d+\.\d+\n$/);
  });
});

describe('serving other machines', () => {
  const folder = temporaryFolder();
  let server;
  let token;

  beforeAll(async () => {
    server = await startServer({
      scenario: 'one',
      listen: '0.0.0.0:0',
      data: folder.path,
      unsettled: true,
    });
    token = server.url.searchParams.get('token');
    server.url.hostname = '127.0.0.1';
  });
  afterAll(async () => {
    await server?.stop();
    folder.remove();
  });

  const health = '/api/v1/system/health';

  it('makes a token, shows it as a ready-made address and keeps it for its user', () => {
    expect(token.length).toBeGreaterThanOrEqual(32);
    expect(readFileSync(join(folder.path, 'token'), 'utf8')).toBe(`${token}\n`);
    expect(statSync(join(folder.path, 'token')).mode & 0o777).toBe(0o600);
  });

  it('answers nobody without it', async () => {
    for (const path of ['/', health, '/metrics', '/openapi.json', '/nothing']) {
      const { status, headers, body } = await server.problem(path);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer');
      expect(body.detail).toContain('token');
      expect(JSON.stringify(body)).not.toContain(token);
    }
    const page = await server.fetch('/', { headers: { Accept: 'text/html' } });
    expect(page.status).toBe(401);
    expect(await page.text()).toContain('<form');
  });

  it.each([
    ['a wrong token', { Authorization: 'Bearer wrong-but-of-a-good-length-0123' }],
    ['another scheme', { Authorization: 'Basic bWltb246bWltb24=' }],
    ['a wrong cookie', { Cookie: 'mimon_token=wrong-but-of-a-good-length-0123' }],
  ])('nor with %s', async (_, headers) => {
    expect((await server.fetch(health, { headers })).status).toBe(401);
  });

  it('takes it as a Bearer', async () => {
    const headers = { Authorization: `Bearer ${token}` };
    expect((await server.fetch(health, { headers })).status).toBe(200);
  });

  it('takes it from the address, and leaves it in a cookie that scripts cannot read', async () => {
    const first = await server.fetch(`/system-monitor?gpu=0&token=${token}`);
    expect(first.status).toBe(303);
    expect(first.headers.get('location')).toBe('/system-monitor?gpu=0');
    const cookie = first.headers.get('set-cookie');
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    const headers = { Cookie: cookie.split(';')[0], Accept: 'text/html' };
    const page = await server.fetch('/system-monitor?gpu=0', { headers });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect((await server.fetch(health, { headers })).status).toBe(200);
  });

  it('refuses foreign Hosts and Origins even with it', async () => {
    const ask = (...fields) =>
      exchange(
        server,
        `GET ${health} HTTP/1.1\r\n${[...fields, `Authorization: Bearer ${token}`, 'Connection: close'].join('\r\n')}\r\n\r\n`,
      );
    expect((await ask('Host: evil.example')).status).toBe(403);
    expect((await ask('Host: localhost', 'Origin: http://evil.example')).status).toBe(403);
    expect((await ask('Host: localhost', 'Origin: null')).status).toBe(403);
    expect((await ask(`Host: ${hostname()}`)).status).toBe(200);
    expect((await ask('Host: localhost', 'Origin: http://localhost')).status).toBe(200);
  });

  it('keeps the token from one start to the next', async () => {
    const again = await startServer({ listen: '0.0.0.0:0', data: folder.path, unsettled: true });
    onTestFinished(() => again.stop());
    expect(again.url.searchParams.get('token')).toBe(token);
  });

  it('asks for none where that is said', async () => {
    const open = await startServer({ listen: '0.0.0.0:0', args: ['--no-auth'], unsettled: true });
    onTestFinished(() => open.stop());
    expect(open.url.search).toBe('');
    open.url.hostname = '127.0.0.1';
    expect((await open.fetch(health)).status).not.toBe(401);
  });

  it('slows down who guesses', async () => {
    const guessed = await startServer({ listen: '0.0.0.0:0', unsettled: true });
    onTestFinished(() => guessed.stop());
    guessed.url.hostname = '127.0.0.1';
    const statuses = [];
    for (let i = 0; i < 40; ++i) {
      const headers = { Authorization: `Bearer guess-number-${i}-of-a-good-length` };
      const { status } = await guessed.fetch(health, { headers });
      statuses.push(status);
    }
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('the end', () => {
  it.each(['SIGTERM', 'SIGINT'])('%s ends it well, with connections open', async (signal) => {
    const server = await startServer({ scenario: 'eight' });
    const idle = new RawConnection(server).send(
      'GET /api/v1/system/all HTTP/1.1\r\nHost: localhost\r\n\r\n',
    );
    const half = new RawConnection(server).send('GET / HTTP/1.1\r\n');
    if (signal === 'SIGINT') server.running.child.kill(signal);
    const { code, errors } = await server.terminate();
    expect(code).toBe(0);
    expect(errors).toContain(`${signal}: stopping`);
    await Promise.all([idle.untilClosed(), half.untilClosed()]);
  });
});
