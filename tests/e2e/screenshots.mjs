/// Pictures of the running program: `screenshots.mjs` writes those of the documentation into
/// docs/images; `screenshots.mjs FOLDER` writes every look of the page at many widths there.
/// History is a replayed day, which the benchmarks' bench_page_day writes.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { filled, launchBrowser, openPage } from './lib/browser.mjs';
import { startFleet } from './lib/fleet.mjs';
import { temporaryFolder } from './lib/folder.mjs';
import { dayProgram, images, scenario } from './lib/paths.mjs';
import { Postgres } from './lib/postgres.mjs';
import { run } from './lib/program.mjs';
import { recordedMachine } from './lib/recorded_machine.mjs';
import { startServer } from './lib/server.mjs';
import { fleetVisits, prepareFor, visits } from './lib/visits.mjs';
import { until } from './lib/wait.mjs';

const widths = [390, 1280, 1920, 3840];

/// What a page of the documentation shows may weigh so many bytes a picture.
const most = 600_000;

/// Runs `body` with a server of a machine that has a day of history.
async function withServer({ gpus, ...machine }, body) {
  if (!existsSync(dayProgram)) {
    throw new Error(`${dayProgram} is missing: build it with -DMIMON_BENCHMARKS=ON`);
  }
  const data = temporaryFolder();
  const recorded = recordedMachine({ cores: 16 });
  try {
    execFileSync(dayProgram, [data.path, String(gpus)]);
    const server = await startServer({ ...machine, root: recorded.root, data: data.path });
    try {
      // Rates and means over seconds have values by then.
      await until('ten samples', async () => {
        const health = await (await server.fetch('/api/v1/system/health')).json();
        return health.tick > 10;
      });
      await body(server);
    } finally {
      await server.stop();
    }
  } finally {
    recorded.remove();
    data.remove();
  }
}

/// Waits until nothing on the page is to come any more, lines of charts included.
async function drawn(page) {
  await filled(page);
  await page.waitForFunction(
    () =>
      document.querySelectorAll('.u-over').length > 2 &&
      !/Loading|Collecting|looking closer/.test(document.querySelector('main').innerText),
  );
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(1, 1);
}

function tell(file) {
  const { size } = statSync(file);
  console.log(`${file} ${Math.round(size / 1000)} kB`);
  if (size > most) throw new Error(`${file} is above ${most} bytes`);
}

async function wholePage(browser, server, { path, file }) {
  const page = await openPage(browser, server.origin + path, { width: 1440 });
  try {
    await drawn(page);
    await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
    tell(file);
  } finally {
    await page.context().close();
  }
}

/// A day's charts, and the part of them that was drawn across.
async function zoomed(browser, server) {
  const page = await openPage(browser, `${server.origin}/system-monitor?range=24h`, {
    width: 1440,
  });
  try {
    const trends = page.getByRole('region', { name: 'Historical Trends' });
    const take = async (name) => {
      await drawn(page);
      const file = `${images}/${name}.png`;
      await trends.screenshot({ path: file, animations: 'disabled' });
      tell(file);
    };
    await take('history-24h');
    const { x, y, width, height } = await page.locator('.u-over').first().boundingBox();
    await page.mouse.move(x + width * 0.55, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.61, y + height / 2, { steps: 8 });
    await page.mouse.up();
    await trends.getByText(/a point (each second|every 10 seconds)/).waitFor();
    await take('history-24h-zoomed');
  } finally {
    await page.context().close();
  }
}

/// Runs `body` with a mimon of two that share a store with some made-up hosts, which still write.
async function withFleet(body) {
  const postgres = await Postgres.start();
  try {
    const fleet = await startFleet(postgres.url);
    try {
      const simulated = run(
        ['simulate', '--hosts', '10', '--seconds', '150', '--store', postgres.url],
        {},
        200_000,
      );
      await until(
        'jobs run and GPUs are warm',
        async () => (await fleet.box.get('/hosts')).host_count === 12 && (await aged(fleet.box)),
        { within: 180_000, every: 500 },
      );
      await body(fleet.box);
      await simulated;
    } finally {
      await fleet.stop();
    }
  } finally {
    await postgres.stop();
  }
}

/// Whether the made-up hosts' GPUs had time to warm up.
async function aged(server) {
  const { hosts } = await server.get('/hosts');
  return hosts.some(
    ({ simulated, host, gpus }) =>
      simulated && host.startsWith('sim-') && gpus.some(({ temperature }) => temperature > 62),
  );
}

async function fleetPage(browser, server) {
  const page = await openPage(browser, `${server.origin}/fleet`, { width: 1440 });
  try {
    await filled(page);
    await page.evaluate(() => document.fonts.ready);
    const file = `${images}/fleet.png`;
    await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
    tell(file);
  } finally {
    await page.context().close();
  }
}

async function documentation(browser) {
  mkdirSync(images, { recursive: true });
  const compare = '/system-monitor?view=compare';
  await withServer({ scenario: scenario('workstation'), gpus: 2 }, (server) =>
    wholePage(browser, server, { path: compare, file: `${images}/comparison-2-gpus.png` }),
  );
  await withServer({ scenario: scenario('node'), gpus: 8 }, async (server) => {
    const file = (name) => `${images}/${name}.png`;
    await wholePage(browser, server, { path: '/system-monitor', file: file('system-monitor') });
    await wholePage(browser, server, { path: compare, file: file('comparison-8-gpus') });
    await zoomed(browser, server);
  });
  await withFleet((server) => fleetPage(browser, server));
}

async function look(browser, server, visit, folder) {
  for (const width of widths) {
    const page = await openPage(browser, server.origin + visit.path, {
      width,
      prepare: prepareFor(visit),
    });
    try {
      if (!visit.unfilled) await filled(page);
      await visit.act?.(page);
      const name = visit.name.toLowerCase().replace(/\W+/g, '-');
      // What lies on top of the page is placed in the window.
      await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: !visit.onTop });
    } finally {
      await page.context().close();
    }
  }
}

async function everything(browser, folder) {
  mkdirSync(folder, { recursive: true });
  await withServer({ scenario: scenario('node'), gpus: 8 }, async (server) => {
    for (const visit of visits) await look(browser, server, visit, folder);
  });
  await withFleet(async (server) => {
    for (const visit of fleetVisits) await look(browser, server, visit, folder);
  });
  await withServer({ scenario: 'no_driver', gpus: 0 }, (server) =>
    look(browser, server, { name: 'No GPU', path: '/system-monitor' }, folder),
  );
}

const browser = await launchBrowser();
try {
  const [folder] = process.argv.slice(2);
  await (folder ? everything(browser, folder) : documentation(browser));
} finally {
  await browser.close();
}
