import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { until } from './wait.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/// Debian's Chromium, without a sandbox, which root and containers can't have.
export function launchBrowser(args = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', ...args],
  });
}

/// A page in a context of its own at `url`. `page.complaints` has what its scripts complained about.
export async function openPage(browser, url, { width = 1440, height = 1000, prepare } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(error.message));
  page.on('console', (message) => {
    // A request or a connection that fails is the server's to tell, not the page's.
    const failed = /^(Failed to load resource|WebSocket connection to .* failed)/;
    if (message.type() === 'error' && !failed.test(message.text())) {
      page.complaints.push(message.text());
    }
  });
  await prepare?.(page);
  await page.goto(url);
  return page;
}

/// axe's findings on the page, a line each. What is gone a moment later, as a control that is just
/// being enabled, is none.
export async function accessibilityFaults(page) {
  await page.evaluate(axe);
  let faults;
  const none = until(
    'axe finds nothing',
    async () => {
      faults = await faultsNow(page);
      return faults.length === 0;
    },
    { within: 3000 },
  );
  await none.catch(() => {});
  return faults;
}

/// Everything that axe says of the page as it is.
export async function axeResults(page) {
  await page.evaluate(axe);
  return page.evaluate(() => globalThis.axe.run(document));
}

async function faultsNow(page) {
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  );
}

/// What the panel of this title shows: its text, the bars' values in words, the facts; null where
/// there is no such panel.
export function panel(page, title) {
  return page.evaluate((wanted) => {
    const plain = (element) => element.innerText.replace(/\s+/g, ' ').trim();
    const region = [...document.querySelectorAll('main section')].find(
      (section) => section.querySelector('h2')?.innerText.trim() === wanted,
    );
    if (!region) return null;
    const each = (selector, read) =>
      Object.fromEntries([...region.querySelectorAll(selector)].map(read));
    return {
      text: plain(region),
      bars: each('[role=meter]', (bar) => [
        bar.getAttribute('aria-label'),
        bar.getAttribute('aria-valuetext'),
      ]),
      facts: each('dt', (term) => [plain(term), plain(term.nextElementSibling)]),
    };
  }, title);
}

/// The panels' titles in the order of the document.
export const titles = (page) => page.locator('main h2').allInnerTexts();

/// Resolves when no value is awaited any more.
export async function filled(page) {
  await page.locator('main [aria-busy=false]').first().waitFor();
  await page.waitForFunction(
    () =>
      document.querySelectorAll('[data-testid=placeholder], main [aria-busy=true]').length === 0,
  );
}
