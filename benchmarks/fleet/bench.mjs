/// What a fleet costs, a part at a time: `bench.mjs [HOSTS] [SECONDS] [ENGINE…]`. Writes that many
/// made-up hosts with eight GPUs for so long, then asks, opens and scrolls the page.
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser, openPage } from '../../tests/e2e/lib/browser.mjs';
import { launch } from '../../tests/e2e/lib/program.mjs';
import { recordedMachine } from '../../tests/e2e/lib/recorded_machine.mjs';
import { startServer } from '../../tests/e2e/lib/server.mjs';
import { until } from '../../tests/e2e/lib/wait.mjs';
import { bytesOf, engines, usage } from './engines.mjs';

const [hosts = '1000', seconds = '60', ...chosen] = process.argv.slice(2);
const gpus = 8;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

async function timed(count, work) {
  const times = [];
  for (let i = 0; i < count; i += 1) {
    const began = performance.now();
    await work(i);
    times.push(performance.now() - began);
  }
  return times;
}

/// Writes the hosts; what the engine took for it.
async function write(engine) {
  const before = { ...usage(engine.pid), bytes: bytesOf(engine.data) };
  const began = performance.now();
  const simulate = launch([
    'simulate',
    ...['--hosts', hosts, '--gpus', String(gpus), '--seconds', seconds, '--store', engine.url],
  ]);
  const { code, output, errors } = await simulate.ended;
  if (code !== 0) throw new Error(`simulate ended with ${code}: ${errors}`);
  const took = (performance.now() - began) / 1000;
  // The CPU of a process that has just ended is with neither it nor its parent for a moment.
  await sleep(500);
  const after = { ...usage(engine.pid), bytes: bytesOf(engine.data) };
  const lines = output.trim().split('\n');
  for (const line of lines.slice(-2)) console.log(`    ${line}`);
  row('engine, CPU of one core', `${((100 * (after.cpu - before.cpu)) / took).toFixed(0)} %`);
  row('engine, resident', mb(after.resident));
  row('engine, disk', mb(after.bytes - before.bytes));
}

/// A mimon that serves the fleet, while it is written to.
async function serve(engine, browser) {
  const machine = recordedMachine();
  const server = await startServer({ root: machine.root, args: ['--store', engine.url] });
  const load = launch([
    'simulate',
    ...['--hosts', hosts, '--gpus', String(gpus), '--seconds', '3600', '--store', engine.url],
  ]);
  try {
    await until(
      'every host is live',
      async () => {
        const answer = await server.get('/hosts');
        return answer.hosts.filter(({ state }) => state === 'live').length > Number(hosts);
      },
      { within: 60_000, every: 1000 },
    );
    await ask(server);
    await viewers(server);
    await page(server, browser);
  } finally {
    load.child.kill('SIGINT');
    await load.ended;
    await server.stop();
    machine.remove();
  }
}

async function ask(server) {
  const text = await (await server.fetch('/api/v1/system/hosts')).text();
  row('GET /hosts, bytes', mb(text.length));
  const first = [];
  for (let i = 0; i < 7; i += 1) {
    await sleep(1050 - (Date.now() % 1000));
    first.push(
      ...(await timed(1, async () => (await server.fetch('/api/v1/system/hosts')).text())),
    );
  }
  row('GET /hosts, made anew', ms(median(first)));
  const again = await timed(15, async () => (await server.fetch('/api/v1/system/hosts')).text());
  row('GET /hosts, in the same second', ms(median(again)));
  const picked = Array.from(
    { length: 16 },
    (_, i) => `sim-${String(i * 7 + 1).padStart(4, '0')}:0`,
  );
  const history = await timed(5, async () => {
    await server.get(
      `/gpu-metrics/history?gpu_id=${picked}&metrics=utilization,temperature&range=1h&max_points=1200&format=columns`,
    );
  });
  row('history of 16 GPUs of 16 hosts', ms(median(history)));
}

/// CPU of the server with people who look on, each every two seconds.
async function viewers(server) {
  for (const count of [1, 50]) {
    const until = performance.now() + 10_000;
    const before = usage(server.running.child.pid);
    await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        await sleep((2000 * index) / count);
        while (performance.now() < until) {
          await (await server.fetch('/api/v1/system/hosts')).arrayBuffer();
          await sleep(2000);
        }
      }),
    );
    const after = usage(server.running.child.pid);
    row(`mimon, CPU with ${count} viewers`, `${((after.cpu - before.cpu) * 100).toFixed(0)} ms/s`);
    row(`mimon, resident with ${count} viewers`, mb(after.resident));
  }
}

async function page(server, browser) {
  const opened = [];
  for (let i = 0; i < 7; i += 1) {
    const began = performance.now();
    const view = await openPage(browser, `${server.origin}/fleet`);
    await view.locator('main li').nth(10).waitFor();
    opened.push(performance.now() - began);
    await view.context().close();
  }
  row('page, opened until rows are drawn', ms(median(opened)));
  const view = await openPage(browser, `${server.origin}/fleet`);
  await view.locator('main li').nth(10).waitFor();
  row('page, elements', await view.evaluate(() => document.querySelectorAll('*').length));
  const { slow, frames, longest } = await view.evaluate(scroll);
  row(
    'page, frames of a scroll from end to end',
    `${frames}, ${slow} above 50 ms, longest ${ms(longest)}`,
  );
  await view.context().close();
}

/// Scrolls to the end in five seconds; in the page.
function scroll() {
  return new Promise((done) => {
    const end = document.documentElement.scrollHeight - window.innerHeight;
    const began = performance.now();
    const spans = [];
    let last = began;
    const step = (now) => {
      spans.push(now - last);
      last = now;
      const share = Math.min(1, (now - began) / 5000);
      window.scrollTo(0, share * end);
      if (share < 1) requestAnimationFrame(step);
      else
        done({
          frames: spans.length,
          slow: spans.filter((one) => one > 50).length,
          longest: Math.max(...spans),
        });
    };
    requestAnimationFrame(step);
  });
}

const browser = await launchBrowser();
try {
  for (const [name, start] of Object.entries(engines)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const engine = await start();
    try {
      console.log(
        `\n${name}, ${hosts} hosts with ${gpus} GPUs, load of the machine ${loadavg()[0].toFixed(1)}\n`,
      );
      row('what', 'figure');
      row('---', '---');
      await write(engine);
      await serve(engine, browser);
    } finally {
      await engine.stop();
    }
  }
} finally {
  await browser.close();
}
