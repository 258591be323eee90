import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { accessibilityFaults, filled, launchBrowser, openPage, panel } from './lib/browser.mjs';
import { FakeTime } from './lib/fake_time.mjs';
import { gpuPanels, percent } from './lib/figures.mjs';
import { startServer } from './lib/server.mjs';
import { untilShown } from './lib/shown.mjs';
import { until } from './lib/wait.mjs';

let browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/// A server at a second of a scenario, for one test.
async function serveAt(second, options) {
  const time = new FakeTime(second);
  onTestFinished(() => time.remove());
  const server = await startServer({ args: ['--interval', '250ms'], time: time.file, ...options });
  let stopped = false;
  const stop = async () => {
    if (!stopped) await server.stop();
    stopped = true;
  };
  onTestFinished(stop);
  return { server, time, stop };
}

async function open(server, path, options) {
  const page = await openPage(browser, server.origin + path, options);
  onTestFinished(() => page.context().close());
  return page;
}

const metricsOf = async (server, gpu) => (await server.get(`/gpu-metrics?gpu_id=${gpu}`)).metrics;

describe('a machine without a GPU', () => {
  it.each(['/', '/system-monitor'])(
    '%s says so, with the reason, and shows the rest',
    async (path) => {
      const { server } = await serveAt(0, { scenario: 'no_driver' });
      const page = await open(server, path);
      await page.getByText('No GPU detected. Running in CPU-only mode.').waitFor();
      await filled(page);
      await page.getByText(/not loaded.*modprobe/).waitFor();
      expect(await panel(page, 'GPU Utilization')).toBeNull();
      expect(await panel(page, path === '/' ? 'Host' : 'System Resources')).not.toBeNull();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(page.complaints).toEqual([]);
    },
  );
});

describe('a GPU that is lost', () => {
  it('is called lost in words, without a figure, and comes back', async () => {
    const { server, time } = await serveAt(10, { scenario: 'lost_returns' });
    const page = await open(server, '/system-monitor?gpu=1');
    await untilShown(page, async () => gpuPanels(await metricsOf(server, 1)));
    time.set(25);
    await page.getByText('Lost', { exact: true }).waitFor();
    const { state_detail } = await metricsOf(server, 1);
    await page.getByText(state_detail).waitFor();
    for (const title of ['GPU Utilization', 'Temperature', 'Power Usage', 'Hardware Metrics']) {
      const { text, bars } = await panel(page, title);
      expect(text).toContain('N/A');
      expect(text, title).not.toMatch(/\b0(\.0)? ?(%|°C|W|MHz)/);
      expect(bars, title).toEqual({});
    }
    expect(await accessibilityFaults(page)).toEqual([]);
    const dashboard = await open(server, '/');
    await dashboard.getByText('Lost', { exact: true }).waitFor();
    expect(await accessibilityFaults(dashboard)).toEqual([]);

    time.set(65);
    await page.getByText('Working', { exact: true }).waitFor();
    await untilShown(page, async () => gpuPanels(await metricsOf(server, 1)));
    expect(page.complaints).toEqual([]);
  });
});

describe('eight GPUs', () => {
  it('have a card each, which leads to its page', async () => {
    const { server } = await serveAt(30, { scenario: 'eight' });
    const page = await open(server, '/');
    await filled(page);
    const cards = page.getByRole('article');
    expect(await cards.count()).toBe(8);
    const { gpus } = await server.get('/gpu-metrics/all');
    for (const { gpu_id, utilization } of gpus) {
      const text = await cards.nth(gpu_id).innerText();
      expect(text).toContain(`GPU ${gpu_id}`);
      expect(text).toContain(percent(utilization.gpu));
    }
    expect(await accessibilityFaults(page)).toEqual([]);
    await cards.nth(6).getByRole('link').click();
    await page.waitForURL('**/system-monitor?gpu=6');
    await untilShown(page, async () => gpuPanels(await metricsOf(server, 6)));
  });

  it('can be chosen; the address keeps the choice', async () => {
    const { server } = await serveAt(30, { scenario: 'eight' });
    const page = await open(server, '/system-monitor');
    await filled(page);
    const select = page.getByRole('combobox', { name: 'Active GPU Device' });
    expect(await select.locator('option').count()).toBe(9);
    await select.selectOption('3');
    await untilShown(page, async () => gpuPanels(await metricsOf(server, 3)));
    expect(page.url()).toMatch(/\?gpu=3$/);
    await page.reload();
    await untilShown(page, async () => gpuPanels(await metricsOf(server, 3)));
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
  });
});

describe('a page that stands still', () => {
  /// Waits until the newest sample is of that second.
  async function moveTo(second, time, server) {
    time.set(second);
    const { tick } = await server.get('/health');
    await until('samples follow', async () => (await server.get('/health')).tick > tick + 2);
  }

  /// Rates settle only after some samples; these stand still with the clock.
  const steady = ['GPU Utilization', 'Temperature', 'Power Usage'];
  const shows = (page, server, gpu) =>
    untilShown(page, async () => {
      const panels = gpuPanels(await metricsOf(server, gpu));
      return Object.fromEntries(steady.map((title) => [title, panels[title]]));
    });

  it('brings what is chosen meanwhile once, and not what it had of it before', async () => {
    const { server, time } = await serveAt(30, { scenario: 'eight' });
    const page = await open(server, '/');
    await filled(page);
    await page.getByRole('article').nth(0).getByRole('link').click();
    await shows(page, server, 0);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await moveTo(100, time, server);
    await page.getByRole('combobox', { name: 'Active GPU Device' }).selectOption('3');
    await shows(page, server, 3);
    await filled(page);
    await page.getByText(/^Paused · \d+ s old$/).waitFor();
    const kept = await panel(page, 'GPU Utilization');
    await moveTo(130, time, server);
    await page.getByText('Compare GPUs').click();
    await filled(page);
    await page.getByText('Single GPU').click();
    await shows(page, server, 3);
    expect(await panel(page, 'GPU Utilization')).not.toEqual(kept);
    expect(page.complaints).toEqual([]);
  });

  it('brings each view once where it is not to update by itself', async () => {
    const { server, time } = await serveAt(30, { scenario: 'eight' });
    const page = await open(server, '/', {
      prepare: (page) =>
        page.addInitScript(() =>
          localStorage.setItem('mimon-settings', JSON.stringify({ autoRefresh: false })),
        ),
    });
    await filled(page);
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await moveTo(100, time, server);
    await page.getByRole('article').nth(2).getByRole('link').click();
    await filled(page);
    await shows(page, server, 2);
    expect(page.complaints).toEqual([]);
  });
});

describe('a card with fans among others', () => {
  it('shows what is asked of them', async () => {
    const { server } = await serveAt(30, { scenario: 'mixed' });
    const page = await open(server, '/system-monitor?gpu=1');
    await untilShown(page, async () => {
      const { fan_speed } = await metricsOf(server, 1);
      return { 'Fan Speed': { bars: { 'Requested Speed': percent(fan_speed) } } };
    });
  });
});

/// How a page is made to hear of samples, and what it then says of that.
const ways = {
  WebSocket: { said: 'Pushed by the server at every sample.' },
  polling: {
    said: 'Asked for again and again.',
    prepare: (page) => page.routeWebSocket(/./, (socket) => socket.close()),
  },
};

describe.each(Object.keys(ways))('a server that ends, heard by %s', (way) => {
  const { said, prepare } = ways[way];

  it.each(['/', '/system-monitor'])(
    '%s says so, keeps its values, and goes on with the next',
    async (path) => {
      const first = await serveAt(30, { scenario: 'eight' });
      const page = await open(first.server, path, { prepare });
      await filled(page);
      await page.getByTitle(said).waitFor();
      const kept = await panel(page, 'GPU Utilization');
      await first.stop();
      const alert = page.getByRole('alert');
      await alert.getByText('Connection lost. Attempting to reconnect...').waitFor();
      await alert.getByText(/values below are .* old/).waitFor();
      expect((await panel(page, 'GPU Utilization')).bars).toEqual(kept.bars);
      await page.locator('[data-stale=true]').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Retry' }).click();
      await alert.waitFor();

      const listen = first.server.url.host;
      const { server } = await serveAt(100, { scenario: 'eight', listen });
      await page.locator('[data-stale=false]').waitFor();
      await alert.waitFor({ state: 'detached' });
      await page.getByText('Live Monitoring').waitFor();
      await page.getByTitle(said).waitFor();
      const { utilization } = await metricsOf(server, 0);
      await until('the new values', async () => {
        const { text } = await panel(page, 'GPU Utilization');
        return text.includes(percent(utilization.gpu));
      });
    },
  );
});
