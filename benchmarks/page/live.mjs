/// What the page costs the browser, and how soon it answers, measured in the browser itself.
import { chromium } from 'playwright-core';

const size = { width: 1440, height: 1000 };
const day = 'range=24h';

/// Runs in the page before its scripts: the moments when it has every figure and when it has charts.
function watchStart() {
  const note = (name, holds) => {
    if (globalThis[name] === undefined && holds()) globalThis[name] = performance.now();
  };
  const count = (selector) => document.querySelectorAll(selector).length;
  new MutationObserver(() => {
    note(
      'figuresAt',
      () => count('main [aria-busy=false]') > 0 && count('[data-testid=placeholder]') === 0,
    );
    note('chartsAt', () => count('.u-over') >= 3);
  }).observe(document, { childList: true, subtree: true, attributes: true });
}

/// Runs in the page: clicks the view's radio button; milliseconds until the view is on the screen.
function switchTo([name, selector, wanted]) {
  return new Promise((resolve) => {
    const began = performance.now();
    const look = () => {
      if (document.querySelectorAll(selector).length < wanted) return requestAnimationFrame(look);
      // The frame that was just made ready is painted before the next task.
      return setTimeout(() => resolve(performance.now() - began));
    };
    [...document.querySelectorAll('label')].find((one) => one.innerText.trim() === name).click();
    requestAnimationFrame(look);
  });
}

/// Runs in the page: how far apart its frames are, over so many seconds.
function frames(seconds) {
  return new Promise((resolve) => {
    const gaps = [];
    let last = performance.now();
    const end = last + seconds * 1000;
    const tick = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(tick);
      else resolve(gaps);
    };
    requestAnimationFrame(tick);
  });
}

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function withPage(browser, address, body) {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  try {
    await page.addInitScript(watchStart);
    await page.goto(address);
    await page.waitForFunction(() => globalThis.figuresAt && globalThis.chartsAt);
    return await body(page);
  } finally {
    await context.close();
  }
}

/// Each of a new browser context, which has nothing cached.
async function starts(browser, address, runs) {
  const all = [];
  for (let run = 0; run < runs; run += 1) {
    all.push(
      await withPage(browser, address, (page) =>
        page.evaluate(() => ({ figures: globalThis.figuresAt, charts: globalThis.chartsAt })),
      ),
    );
  }
  return { figures: all.map((one) => one.figures), charts: all.map((one) => one.charts) };
}

const compare = ['Compare GPUs', 'main article', 2];
const single = ['Single GPU', 'main select', 1];

/// The first switch of pages that nothing is cached of, so long after their charts came.
async function firstSwitches(browser, address, runs, rest) {
  const all = [];
  for (let run = 0; run < runs; run += 1) {
    all.push(
      await withPage(browser, address, async (page) => {
        await page.waitForTimeout(rest);
        return page.evaluate(switchTo, compare);
      }),
    );
  }
  return all;
}

async function switches(browser, address, runs) {
  return withPage(browser, address, async (page) => {
    const found = { compare: [], single: [] };
    await page.evaluate(switchTo, compare);
    for (let run = 0; run < runs; run += 1) {
      await page.waitForTimeout(500);
      found.single.push(await page.evaluate(switchTo, single));
      await page.waitForTimeout(500);
      found.compare.push(await page.evaluate(switchTo, compare));
    }
    return found;
  });
}

/// The main thread's CPU, in Chromium's thread ticks: other work on this machine does not count.
async function mainThread(page, seconds) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value * 1000]));
  };
  const before = await read();
  await page.waitForTimeout(seconds * 1000);
  const after = await read();
  await devtools.detach();
  const of = (name) => (after[name] - before[name]) / seconds;
  return { all: of('TaskDuration'), script: of('ScriptDuration') };
}

async function whileLive(browser, address, seconds) {
  return withPage(browser, address, async (page) => {
    // What drawing the first picture leaves to be done is not what staying live costs.
    await page.waitForTimeout(3000);
    const busy = await mainThread(page, seconds);
    const gaps = await page.evaluate(frames, seconds);
    const rate = (gaps.length * 1000) / gaps.reduce((sum, gap) => sum + gap, 0);
    return { ...busy, rate, late: gaps.filter((gap) => gap > 25).length, worst: Math.max(...gaps) };
  });
}

/// Everything, of the server at `origin`.
export async function measureLive(origin, { runs = 7, seconds = 20 } = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const monitor = `${origin}/system-monitor?${day}`;
  try {
    return {
      version: browser.version(),
      start: await starts(browser, monitor, runs),
      firstAtOnce: await firstSwitches(browser, monitor, runs, 0),
      first: await firstSwitches(browser, monitor, runs, 1000),
      switches: await switches(browser, monitor, runs),
      live: {
        'one GPU': await whileLive(browser, monitor, seconds),
        'eight GPUs compared': await whileLive(browser, `${monitor}&view=compare`, seconds),
      },
    };
  } finally {
    await browser.close();
  }
}
