import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { accessibilityFaults, filled, launchBrowser, openPage } from './lib/browser.mjs';
import { startFleet } from './lib/fleet.mjs';
import { Postgres } from './lib/postgres.mjs';
import { run } from './lib/program.mjs';
import { fleetVisits, prepareFor } from './lib/visits.mjs';
import { until } from './lib/wait.mjs';

let browser;
let postgres;
let fleet;

beforeAll(async () => {
  browser = await launchBrowser();
  postgres = await Postgres.start();
  fleet = await startFleet(postgres.url);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await fleet?.stop();
  await postgres?.stop();
});

async function open(server, path, options) {
  const page = await openPage(browser, server.origin + path, options);
  onTestFinished(() => page.context().close());
  return page;
}

const names = (page) => page.locator('main li [data-cell=name]').allInnerTexts();
const row = (page, name) => page.locator('main li', { hasText: name });

describe('two hosts in one store', () => {
  it.each(['box', 'atelier'])('%s answers for both', async (which) => {
    const { hosts, this_host, shared_store } = await fleet[which].get('/hosts');
    expect(hosts.map(({ host }) => host)).toEqual(['atelier', 'gpu-box']);
    expect(hosts.map(({ gpus }) => gpus.length)).toEqual([1, 8]);
    expect(this_host).toBe(which === 'box' ? 'gpu-box' : 'atelier');
    expect(shared_store).toBe(true);
  });

  it.each(['box', 'atelier'])('%s shows both on its page', async (which) => {
    const page = await open(fleet[which], '/');
    await page.getByRole('link', { name: 'Fleet' }).click();
    await until('both are there', async () => (await names(page)).length === 2);
    expect(await names(page)).toEqual(['atelier', 'gpu-box']);
    expect(await row(page, 'gpu-box').getByRole('button').count()).toBe(8);
    const own = which === 'box' ? 'gpu-box' : 'atelier';
    expect(await row(page, own).getByText('This host').count()).toBe(1);
    expect(page.complaints).toEqual([]);
  });

  it('gives the history of the other, and of both at once', async () => {
    const questions = [
      ['host=gpu-box&gpu_id=all', 8],
      ['gpu_id=gpu-box:3', 1],
      ['gpu_id=0', 1],
    ];
    for (const [question, count] of questions) {
      const history = await fleet.atelier.get(
        `/gpu-metrics/history?${question}&metrics=utilization&format=columns`,
      );
      expect(history.series, question).toHaveLength(count);
      expect(history.timestamps.length, question).toBeGreaterThan(0);
    }
    const { hosts } = await fleet.box.get(
      '/gpu-metrics/history?gpu_id=gpu-box:0,atelier:0&metrics=utilization&format=columns',
    );
    expect(hosts.map(({ host }) => host)).toEqual(['gpu-box', 'atelier']);
    const { status, body } = await fleet.box.problem('/api/v1/system/metrics/history?host=nobody');
    expect(status).toBe(404);
    expect(body.detail).toContain('nobody');
  });

  it('leads to a host, and shows what the store knows of it', async () => {
    const page = await open(fleet.atelier, '/fleet');
    await page.getByRole('link', { name: 'gpu-box', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'gpu-box' }).waitFor();
    expect(await page.locator('main article').count()).toBe(8);
    await page.getByRole('img', { name: /^Utilization over time\. GPU 0: latest/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('opens the mimon of a host that answers, in one click', async () => {
    const page = await open(fleet.atelier, '/fleet');
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Live System Monitor of gpu-box' }).click();
    const own = await opened;
    await own.waitForURL(`${fleet.box.origin}/system-monitor`);
    await page.getByRole('link', { name: 'gpu-box', exact: true }).click();
    const link = page.getByRole('link', { name: 'Open its live System Monitor' });
    expect(await link.getAttribute('href')).toBe(`${fleet.box.origin}/system-monitor`);
    expect(page.complaints).toEqual([]);
    expect(await page.getByText('cannot be reached').count()).toBe(0);
  });

  it('says of a host without an address that there is none', async () => {
    const page = await open(fleet.box, '/fleet?host=atelier');
    await page.getByText('Its mimon has named no address.').waitFor();
  });

  it('compares GPUs of both', async () => {
    const page = await open(fleet.box, '/fleet');
    await row(page, 'gpu-box')
      .getByRole('button', { name: /^GPU 2,/ })
      .click();
    await row(page, 'atelier')
      .getByRole('button', { name: /^GPU 0,/ })
      .click();
    await page.getByRole('button', { name: 'Compare' }).click();
    const chart = page.getByRole('img', { name: /^Temperature over time/ });
    await until('both lines have values', async () => {
      const words = await chart.getAttribute('aria-label');
      return /gpu-box GPU 2: latest/.test(words) && /atelier GPU 0: latest/.test(words);
    });
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
  });

  it('is walked through with the keyboard alone', async () => {
    const page = await open(fleet.box, '/fleet');
    await until('both are there', async () => (await names(page)).length === 2);
    await page.getByRole('link', { name: 'atelier', exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => document.activeElement.textContent);
    await until('the next host has the focus', async () => (await focused()) === 'gpu-box');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    const picked = () => page.evaluate(() => new URLSearchParams(location.search).get('gpus'));
    await until('the second GPU is picked', async () => (await picked()) === 'gpu-box:1');
  });
});

describe('a host whose mimon was killed', () => {
  it('is shown from the store, which is said', async () => {
    const other = await Postgres.start();
    onTestFinished(() => other.stop());
    const pair = await startFleet(other.url);
    onTestFinished(() => pair.stop());
    await pair.box.kill();
    const page = await open(pair.atelier, '/fleet?host=gpu-box&live=1');
    await page.getByText(`Nothing answers at ${pair.box.origin}`).waitFor();
    await page.getByText(/This is what the store has, \d+ s old/).waitFor();
    expect(await page.locator('main article').count()).toBe(8);
    await page.getByRole('img', { name: /^Utilization over time\. GPU 0: latest/ }).waitFor();
    expect(new URL(page.url()).search).toBe('?host=gpu-box');
    expect(await page.getByRole('link', { name: /its live System Monitor/ }).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

describe('a thousand hosts', () => {
  it('are written by simulate, and all found on the page, a few of them drawn', async () => {
    const { code, output, errors } = await run(
      ['simulate', '--hosts', '1000', '--gpus', '8', '--seconds', '2', '--store', postgres.url],
      {},
      110_000,
    );
    expect(errors).toBe('');
    expect(code).toBe(0);
    expect(output).toContain('1000 hosts with 8 GPUs');
    await until('all are known', async () => (await fleet.box.get('/hosts')).host_count === 1002);
    const page = await open(fleet.box, '/fleet');
    await page.getByRole('radio', { name: 'All 1002' }).waitFor({ state: 'attached' });
    expect((await names(page)).length).toBeLessThan(60);
    await page.getByRole('searchbox').fill('sim-0777');
    await until('it is found', async () => (await names(page)).join() === 'sim-0777');
    expect(await row(page, 'sim-0777').innerText()).toContain('SIM');
  });
});

// Made-up hosts are there by now, of which some have fallen silent.
describe.each([1280, 390])('at %i pixels', (width) => {
  it.each(fleetVisits)('$name has no faults that axe finds', async (visit) => {
    const page = await open(fleet.box, visit.path, { width, prepare: prepareFor(visit) });
    if (!visit.unfilled) await filled(page);
    await visit.act(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    expect(page.complaints).toEqual([]);
  });
});
