/// Pictures of the running program: `screenshots.mjs` writes those of the documentation into
/// docs/images; `screenshots.mjs FOLDER` writes every page at many widths with 0, 1 and 8 GPUs there.
import { mkdirSync, statSync } from 'node:fs';
import { filled, launchBrowser, openPage } from './lib/browser.mjs';
import { images } from './lib/paths.mjs';
import { recordedMachine } from './lib/recorded_machine.mjs';
import { startServer } from './lib/server.mjs';
import { until } from './lib/wait.mjs';

const widths = [1280, 1440, 2560];
const pages = {
  dashboard: '/',
  monitor: '/system-monitor',
  compare: '/system-monitor?view=compare',
};

/// What README shows may weigh so many bytes.
const most = 400_000;

async function picture(browser, server, { path, file, width, height = 1000, chart }) {
  const page = await openPage(browser, server.origin + path, { width, height });
  try {
    await filled(page);
    if (chart) await page.locator('.u-over').first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
    const { size } = statSync(file);
    console.log(`${file} ${Math.round(size / 1000)} kB`);
    return size;
  } finally {
    await page.context().close();
  }
}

/// Runs `body` with a server of a recorded machine; with some history where there are to be charts.
async function withServer({ scenario, samples }, body) {
  const machine = recordedMachine();
  try {
    const server = await startServer({
      scenario,
      root: machine.root,
      args: samples ? ['--interval', '100ms'] : [],
    });
    try {
      await until(
        'there is history',
        async () => (await (await server.fetch('/api/v1/system/health')).json()).tick > samples,
        { within: 300_000 },
      );
      await body(server);
    } finally {
      await server.stop();
    }
  } finally {
    machine.remove();
  }
}

async function documentation(browser) {
  mkdirSync(images, { recursive: true });
  await withServer({ scenario: 'eight', samples: 300 }, async (server) => {
    // An hour would be an empty chart with a line at its end.
    const now = Math.floor(Date.now() / 1000);
    const closer = `from=${now - 30}&to=${now}`;
    const size = await picture(browser, server, {
      path: `/system-monitor?${closer}`,
      file: `${images}/system-monitor.png`,
      width: 1440,
      chart: true,
    });
    if (size > most) throw new Error(`the picture is above ${most} bytes`);
  });
}

async function everything(browser, folder) {
  mkdirSync(folder, { recursive: true });
  for (const [count, scenario] of [
    [0, 'no_driver'],
    [1, 'one'],
    [8, 'eight'],
  ]) {
    await withServer({ scenario, samples: 100 }, async (server) => {
      for (const [name, path] of Object.entries(pages)) {
        if (name === 'compare' && count < 2) continue;
        for (const width of widths) {
          await picture(browser, server, {
            path,
            file: `${folder}/${name}-${count}-${width}.png`,
            width,
            chart: name !== 'dashboard',
          });
        }
      }
    });
  }
}

const browser = await launchBrowser();
try {
  const [folder] = process.argv.slice(2);
  await (folder ? everything(browser, folder) : documentation(browser));
} finally {
  await browser.close();
}
