import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { filled, launchBrowser, openPage } from './lib/browser.mjs';
import { FakeTime } from './lib/fake_time.mjs';
import { gpuPanels } from './lib/figures.mjs';
import { startServer } from './lib/server.mjs';
import { untilShown } from './lib/shown.mjs';

let browser;
let server;
const time = new FakeTime(30);

beforeAll(async () => {
  browser = await launchBrowser();
  server = await startServer({ scenario: 'eight', time: time.file });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  time.remove();
});

async function open(path) {
  const page = await openPage(browser, server.origin + path);
  onTestFinished(() => page.context().close());
  await filled(page);
  return page;
}

/// Marks what can be used, and says of what has the focus its mark and whether that can be seen.
function mark() {
  const usable = 'a[href], button, select, input, [tabindex="0"]';
  const all = [...document.querySelectorAll(usable)].filter(
    (element) => !element.disabled && element.checkVisibility(),
  );
  // Of radio buttons that belong together the chosen one stands for all.
  const stops = all.filter(({ type, checked }) => type !== 'radio' || checked);
  for (const [index, element] of stops.entries()) element.dataset.stop = String(index);
  return stops.length;
}

function focused() {
  const { activeElement: element } = document;
  const outlined = (one) => getComputedStyle(one).outlineStyle !== 'none';
  return {
    stop: element.dataset.stop,
    what: element.outerHTML.slice(0, 120),
    // A radio button's outline is its label's.
    visible: outlined(element) || [...(element.labels ?? [])].some(outlined),
  };
}

it.each(['/', '/system-monitor', '/system-monitor?view=compare'])(
  'Tab reaches everything at %s, and shows where it is',
  async (path) => {
    const page = await open(path);
    const count = await page.evaluate(mark);
    const reached = new Set();
    for (let press = 0; press < count; press += 1) {
      await page.keyboard.press('Tab');
      const { stop, what, visible } = await page.evaluate(focused);
      expect(visible, `the focus is seen on ${what}`).toBe(true);
      reached.add(stop);
    }
    expect([...reached].filter(Boolean).length).toBe(count);
  },
);

it('the first stop skips to the content', async () => {
  const page = await open('/system-monitor');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement.id)).toBe('main');
});

it('goes from the dashboard to a GPU, and chooses another, without a pointer', async () => {
  const page = await open('/');
  await page.getByRole('article').nth(2).getByRole('link').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/system-monitor?gpu=2');
  expect(await page.evaluate(() => document.activeElement.id)).toBe('main');
  await page.getByRole('combobox', { name: 'Active GPU Device' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.waitForURL('**/system-monitor?gpu=3');
  await untilShown(page, async () =>
    gpuPanels((await server.get('/gpu-metrics?gpu_id=3')).metrics),
  );
});

it('turns to the comparison by the arrow keys, and back', async () => {
  const page = await open('/system-monitor');
  await page.getByRole('radio', { name: 'Single GPU' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('region', { name: 'Multi-GPU Comparison' }).waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('region', { name: 'GPU Utilization' }).waitFor();
});

/// The seconds that the address says the charts show.
function secondsShown(page) {
  const { searchParams } = new URL(page.url());
  return Number(searchParams.get('to')) - Number(searchParams.get('from'));
}
const closerLook = (url) => url.searchParams.has('from');

it('looks closer at a chart, elsewhere, and at all of it again, without a pointer', async () => {
  const page = await open('/system-monitor');
  const chart = page.getByRole('slider', { name: 'Moment in Utilization' });
  await chart.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('+');
  await page.waitForURL(closerLook);
  expect(secondsShown(page)).toBeCloseTo(1800, -1);
  await page.keyboard.press('Enter');
  await page.waitForURL(() => secondsShown(page) < 1000);
  expect(await chart.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await chart.getAttribute('aria-valuetext')).not.toMatch(/^None/);
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  await page.waitForURL((url) => !closerLook(url));

  const press = async (name) => {
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  await press('Earlier');
  expect(closerLook(new URL(page.url()))).toBe(false);
  await press('Look closer');
  await page.waitForURL(closerLook);
  const first = Number(new URL(page.url()).searchParams.get('from'));
  await press('Earlier');
  await page.waitForURL((url) => Number(url.searchParams.get('from')) < first - 800);
  await press('Look wider');
  await page.waitForURL((url) => !closerLook(url));
  expect(page.complaints).toEqual([]);
});
