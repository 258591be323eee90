import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { accessibilityFaults, filled, launchBrowser, openPage, panel } from './lib/browser.mjs';
import { FakeTime } from './lib/fake_time.mjs';
import { bytes, bytesOf, gpuPanels, hostPanels, percent } from './lib/figures.mjs';
import { golden } from './lib/paths.mjs';
import { recordedMachine } from './lib/recorded_machine.mjs';
import { startServer } from './lib/server.mjs';
import { untilShown } from './lib/shown.mjs';
import { until } from './lib/wait.mjs';

let browser;
let server;
const machine = recordedMachine();
const time = new FakeTime(20);

beforeAll(async () => {
  browser = await launchBrowser();
  server = await startServer({
    scenario: `${golden}/gpu.toml`,
    root: machine.root,
    time: time.file,
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  machine.remove();
  time.remove();
});

async function open(path, { at = server, ...options } = {}) {
  const page = await openPage(browser, at.origin + path, options);
  onTestFinished(() => page.context().close());
  return page;
}

describe('the system monitor', () => {
  it('shows of the GPU what the API says, and follows it', async () => {
    const page = await open('/system-monitor');
    const metrics = async () => gpuPanels((await server.get('/gpu-metrics?gpu_id=0')).metrics);
    await untilShown(page, metrics);
    const before = await panel(page, 'GPU Utilization');

    time.set(45);
    await until('the figures move', async () => {
      const { text } = await panel(page, 'GPU Utilization');
      return text !== before.text;
    });
    await untilShown(page, metrics);
    expect(page.complaints).toEqual([]);
  });

  it('shows of the machine what the API says', async () => {
    const page = await open('/system-monitor');
    await untilShown(page, async () => {
      const all = await server.get('/all');
      return hostPanels(all.system, all);
    });
  });

  it('shows the programs on the GPU, most GPU memory first, sortable', async () => {
    // So wide that the table has all of its columns.
    const page = await open('/system-monitor', { width: 800 });
    await filled(page);
    const { processes } = await server.get('/gpu-processes?gpu_id=0');
    expect(processes.map(({ username }) => username)).toEqual(['ada', 'root']);
    const rows = page.getByRole('region', { name: 'GPU Processes' }).locator('tbody tr');
    for (const [index, process] of processes.entries()) {
      const text = await rows.nth(index).innerText();
      const { pid, process_name, username, gpu_memory_used, host_memory } = process;
      for (const part of [pid, process_name, username, bytes(gpu_memory_used), bytes(host_memory)])
        expect(text).toContain(String(part));
    }
    await page.getByRole('button', { name: 'PID' }).click();
    await page
      .locator('th[aria-sort=ascending], th[aria-sort=descending]', { hasText: 'PID' })
      .waitFor();
    const pids = (await rows.locator('td:first-child').allInnerTexts()).map(Number);
    const ascending = await page.locator('th[aria-sort=ascending]', { hasText: 'PID' }).count();
    expect(pids).toEqual(ascending ? [4242, 4310] : [4310, 4242]);
  });

  it('says N/A and why where the card has no fan', async () => {
    const page = await open('/system-monitor');
    await filled(page);
    const fan = page.getByRole('region', { name: 'Fan Speed' });
    expect(await fan.innerText()).toContain('N/A');
    expect(await fan.locator('[title]', { hasText: 'N/A' }).first().getAttribute('title')).toMatch(
      /does not (give|have|report|tell)/,
    );
    expect(await fan.getByRole('meter').count()).toBe(0);
    const why = fan.getByRole('button', { name: 'Why N/A in Fan Speed' });
    await why.focus();
    await page.keyboard.press('Enter');
    await fan.getByText(/^N\/A: .*\(Requested Speed/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('turns to the machine alone, and back, and keeps that in the address', async () => {
    const page = await open('/system-monitor');
    await filled(page);
    const select = page.getByRole('combobox', { name: 'Active GPU Device' });
    await select.selectOption('cpu');
    await page.getByRole('region', { name: 'GPU Utilization' }).waitFor({ state: 'detached' });
    await page.reload();
    await filled(page);
    expect(await panel(page, 'GPU Utilization')).toBeNull();
    expect(await panel(page, 'System Resources')).not.toBeNull();
    await select.selectOption('0');
    await page.getByRole('region', { name: 'GPU Utilization' }).waitFor();
  });
});

describe('the dashboard', () => {
  it('shows the GPU and the machine as the API says', async () => {
    const page = await open('/');
    await untilShown(page, async () => {
      const { metrics } = await server.get('/gpu-metrics?gpu_id=0');
      const { cpu, ram, info } = (await server.get('/all')).system;
      return {
        'GPU Utilization': {
          text: ['1 GPU', metrics.name],
          bars: {
            Utilization: percent(metrics.utilization.gpu),
            Memory: bytesOf(metrics.memory.used, metrics.memory.total),
            Temperature: `${metrics.temperature.toFixed(0)}°C`,
            Power: `${metrics.power.usage.toFixed(0)} W`,
          },
        },
        Host: {
          text: [info.hostname],
          bars: {
            'CPU Utilization': percent(cpu.percent, 1),
            'System RAM': bytesOf(ram.used, ram.total),
          },
          facts: { 'Load Average': cpu.load_average[0].toFixed(2) },
        },
      };
    });
    await page.getByRole('link', { name: /H100/ }).click();
    await page.waitForURL('**/system-monitor?gpu=0');
    expect(page.complaints).toEqual([]);
  });
});

describe.each(['/', '/system-monitor', '/docs', '/nowhere'])('%s', (path) => {
  it('has no faults that axe finds, and marks simulated figures', async () => {
    const page = await open(path);
    await page.getByText('SIMULATED').waitFor();
    if (path !== '/nowhere') await filled(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
  });
});

const filling = ['/', '/system-monitor', '/system-monitor?view=compare', '/fleet'];

describe.each(filling)('the skeleton of %s', (path) => {
  it('has no faults that axe finds, and gives its places to the figures', async () => {
    const { page, release } = await openHeld(path);
    expect(await accessibilityFaults(page)).toEqual([]);
    const before = await page.locator('main h2').allInnerTexts();
    release();
    await filled(page);
    expect(await page.locator('main h2').allInnerTexts()).toEqual(expect.arrayContaining(before));
    // 0.1 is what is held to be good; a panel that grows by a few lines gives more than half of it.
    expect(await page.evaluate(() => globalThis.shifts)).toBeLessThan(0.05);
  });

  it('stands still where there are eight GPUs, on a narrow screen too', async () => {
    const eight = await startServer({ scenario: 'eight' });
    onTestFinished(() => eight.stop());
    for (const width of [390, 1440]) {
      const { page, release } = await openHeld(path, { at: eight, width });
      release();
      await filled(page);
      expect(await page.evaluate(() => globalThis.shifts)).toBeLessThan(0.05);
    }
  });
});

/// The page with nothing answered until `release` is called, with its placeholders drawn.
async function openHeld(path, options) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  const page = await open(path, {
    ...options,
    async prepare(page) {
      await page.addInitScript(watchShifts);
      await page.routeWebSocket(/./, async (socket) => {
        await released;
        socket.connectToServer();
      });
      await page.route('**/{api,socket.io}/**', async (route) => {
        await released;
        await route.continue();
      });
    },
  });
  await page.locator('main .animate-pulse').first().waitFor();
  return { page, release };
}

/// Adds up, in the page, how far things moved by themselves (Layout Instability).
function watchShifts() {
  globalThis.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.shifts += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}
