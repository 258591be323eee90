// A day at one second, three charts: what drawing it costs the main thread, in uPlot as the
// dashboard uses it and in Recharts. `npm ci && npm run bench`; CHROMIUM names the browser.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const runs = Number(process.env.RUNS ?? 5);
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

const server = createServer(async ({ url }, response) => {
  try {
    const body = await readFile(new URL(`dist${url}`, import.meta.url));
    response.setHeader('Content-Type', types[url.split('.').pop()] ?? 'application/octet-stream');
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

/// Milliseconds of CPU that the main thread used (Chromium's TaskDuration, in thread ticks, so that
/// other work on this machine does not count), and of them in scripts.
async function once(name) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => console.error(name, error.message));
  await page.goto(`http://127.0.0.1:${server.address().port}/${name}.html`);
  await page.waitForFunction(() => window.draw !== undefined);
  await page.waitForTimeout(500);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value * 1000]));
  };
  const before = await read();
  const wall = await page.evaluate(() => window.draw());
  const after = await read();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
  await page.close();
  return {
    busy: after.TaskDuration - before.TaskDuration,
    script: after.ScriptDuration - before.ScriptDuration,
    wall,
  };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
console.log(`Chromium ${browser.version()}, 3 charts × 86,400 points, median (least–most) of ${runs}, ms`);
console.log('| | main thread CPU | of that scripts | until the last change |');
console.log('| --- | --- | --- | --- |');
for (const name of ['uplot', 'recharts']) {
  const all = [];
  for (let run = 0; run < runs; run += 1) all.push(await once(name));
  const cell = (key) => {
    const values = all.map((one) => one[key]);
    const [least, most] = [Math.min(...values), Math.max(...values)].map(Math.round);
    return `${Math.round(median(values))} (${least}–${most})`;
  };
  console.log(`| ${name} | ${cell('busy')} | ${cell('script')} | ${cell('wall')} |`);
}
await browser.close();
server.close();
