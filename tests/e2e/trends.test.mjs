import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { accessibilityFaults, filled, launchBrowser, openPage, panel } from './lib/browser.mjs';
import { FakeTime } from './lib/fake_time.mjs';
import { percent } from './lib/figures.mjs';
import { startServer } from './lib/server.mjs';
import { until } from './lib/wait.mjs';

let browser;
let server;
const time = new FakeTime(30);

beforeAll(async () => {
  browser = await launchBrowser();
  server = await startServer({ scenario: 'outlier', time: time.file });
  await until('history begins', async () => {
    const { points } = await server.get('/metrics/history?range=1h');
    return points > 0;
  });
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

const trends = (page) => page.getByRole('region', { name: 'Historical Trends' });
const statusOf = (page) => trends(page).locator('p').first().innerText();

/// How many hours up to now an answer is about; NaN where it is not one of the history.
function hoursAsked(answer) {
  const { pathname, searchParams } = new URL(answer.url());
  if (!pathname.endsWith('/history')) return Number.NaN;
  return (Date.now() / 1000 - Number(searchParams.get('start_time') ?? Number.NaN)) / 3600;
}

/// Draws across the first chart, from a share of its width to another.
async function dragAcross(page, from, to) {
  const chart = trends(page).locator('.u-over').first();
  await chart.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await chart.boundingBox();
  await page.mouse.move(x + width * from, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * to, y + height / 2, { steps: 5 });
  await page.mouse.up();
}

describe('the trends', () => {
  it('have three charts, whose legends say the latest values', async () => {
    const page = await open('/system-monitor?gpu=1');
    await trends(page).locator('canvas').nth(2).waitFor();
    const { utilization, memory, temperature } = (await server.get('/gpu-metrics?gpu_id=1'))
      .metrics;
    await until('the legends have the values', async () => {
      const items = (await trends(page).locator('li').allInnerTexts()).map((item) =>
        item.replace(/\s+/g, ' '),
      );
      const latest = (label) =>
        Number(/[\d.]+(?=\D*$)/.exec(items.find((item) => item.startsWith(label)))?.[0]);
      expect(latest('GPU %')).toBeCloseTo(utilization.gpu, 0);
      expect(latest('GPU Memory %')).toBeCloseTo(memory.used_percent, 0);
      expect(latest('GPU Temp')).toBeCloseTo(temperature, 0);
      return true;
    });
    expect(page.complaints).toEqual([]);
  });

  it('reach as far back as is chosen; the address keeps that', async () => {
    const page = await open('/system-monitor');
    for (const [range, hours] of [
      ['24h', 24],
      ['6h', 6],
    ]) {
      const asked = page.waitForResponse(
        (answer) => Math.abs(hoursAsked(answer) / hours - 1) < 0.1 && answer.ok(),
      );
      await trends(page).getByRole('button', { name: range }).click();
      await page.waitForURL(`**range=${range}*`);
      await asked;
      await trends(page)
        .getByRole('button', { name: range })
        .and(page.locator('[aria-pressed=true]'))
        .waitFor();
    }
    await page.reload();
    const chosen = trends(page).getByRole('button', { name: '6h' });
    await chosen.and(page.locator('[aria-pressed=true]')).waitFor();
  });

  it('are looked at closer by drawing across one, and left by Escape', async () => {
    const page = await open('/system-monitor');
    await trends(page).locator('canvas').nth(2).waitFor();
    const whole = await statusOf(page);
    await dragAcross(page, 0.3, 0.6);
    await page.waitForURL(/from=\d+&to=\d+/);
    const asked = new URL(page.url()).searchParams;
    const seconds = Number(asked.get('to')) - Number(asked.get('from'));
    expect(seconds).toBeGreaterThan(0.2 * 3600);
    expect(seconds).toBeLessThan(0.4 * 3600);
    await trends(page)
      .getByRole('button', { name: /Back to 1h/ })
      .waitFor();
    expect(await statusOf(page)).not.toBe(whole);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('from'));
    expect(page.complaints).toEqual([]);
  });

  it('grow with each sample', async () => {
    const page = await open('/system-monitor?gpu=0');
    const temperature = async () => {
      const items = await trends(page).locator('li').allInnerTexts();
      return items.find((item) => item.includes('GPU Temp'));
    };
    await until('the first values', async () => /\d/.test(await temperature()));
    const before = await temperature();
    time.set(170);
    await until('the legend follows', async () => (await temperature()) !== before);
    time.set(30);
  });
});

describe('the comparison', () => {
  it('has a card a GPU, marks the extremes, and points out who falls out of line', async () => {
    const page = await open('/system-monitor?view=compare');
    const cards = page.getByRole('article');
    expect(await cards.count()).toBe(4);
    // A tick may fall between the answer and the look at the page.
    await vi.waitFor(async () => {
      const { gpus } = await server.get('/gpu-metrics/all');
      const texts = await cards.allInnerTexts();
      for (const { gpu_id, utilization, temperature } of gpus) {
        expect(texts[gpu_id]).toContain(percent(utilization.gpu));
        expect(texts[gpu_id]).toContain(`${temperature.toFixed(0)}°C`);
      }
    }, 20_000);
    const { outliers } = await server.get('/gpu-metrics/compare?gpu_ids=0,1,2,3');
    expect(outliers.length).toBeGreaterThan(0);
    for (const { gpu_id, reason } of outliers) {
      expect(gpu_id).toBe(2);
      await cards.nth(2).getByText(reason).waitFor();
    }
    const { text } = await panel(page, 'Multi-GPU Comparison');
    expect(text).toMatch(/highest/i);
    expect(text).toMatch(/lowest/i);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
  });

  it('sorts by a metric', async () => {
    const page = await open('/system-monitor?view=compare');
    const select = page.getByRole('region', { name: 'Multi-GPU Comparison' }).getByRole('combobox');
    await select.selectOption({ label: 'Temperature' });
    const { gpus } = await server.get('/gpu-metrics/all');
    const hottest = gpus.toSorted((a, b) => b.temperature - a.temperature)[0].gpu_id;
    await until('the hottest is at an end', async () => {
      const cards = await page.getByRole('article').allInnerTexts();
      return [cards[0], cards.at(-1)].some((text) => text.includes(`GPU ${hottest}`));
    });
  });

  it('leads from a card to the GPU by itself, and from there back', async () => {
    const page = await open('/system-monitor?view=compare');
    await page.getByRole('article').nth(2).getByRole('link').click();
    await page.waitForURL('**/system-monitor?gpu=2');
    await page.getByRole('region', { name: 'GPU Utilization' }).waitFor();
    await page.goBack();
    await page.getByRole('region', { name: 'Multi-GPU Comparison' }).waitFor();
  });
});
