import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { accessibilityFaults, filled, launchBrowser, openPage } from './lib/browser.mjs';
import { scenario } from './lib/paths.mjs';
import { recordedMachine } from './lib/recorded_machine.mjs';
import { startServer } from './lib/server.mjs';
import { prepareFor, visits } from './lib/visits.mjs';

let browser;
let server;
const machine = recordedMachine();

beforeAll(async () => {
  browser = await launchBrowser();
  server = await startServer({ scenario: scenario('node'), root: machine.root });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  machine.remove();
});

/// Whether something makes the page wider than the window.
const isTooWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;

describe.each([1280, 390])('at %i pixels', (width) => {
  it.each(visits)('$name has no faults that axe finds', async (visit) => {
    const page = await openPage(browser, server.origin + visit.path, {
      width,
      prepare: prepareFor(visit),
    });
    onTestFinished(() => page.context().close());
    if (!visit.unfilled) await filled(page);
    await visit.act?.(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(isTooWide)).toBe(false);
    expect(page.complaints).toEqual([]);
  });
});
