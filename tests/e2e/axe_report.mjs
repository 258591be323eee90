/// Writes what axe finds on every look of the page: `axe_report.mjs FILE`.
import { writeFileSync } from 'node:fs';
import {
  accessibilityFaults,
  axeResults,
  filled,
  launchBrowser,
  openPage,
} from './lib/browser.mjs';
import { scenario } from './lib/paths.mjs';
import { recordedMachine } from './lib/recorded_machine.mjs';
import { startServer } from './lib/server.mjs';
import { prepareFor, visits } from './lib/visits.mjs';

const widths = [390, 1280];
const ids = (rules) => rules.map(({ id }) => id);

async function report(browser, origin, visit, width) {
  const page = await openPage(browser, origin + visit.path, { width, prepare: prepareFor(visit) });
  try {
    if (!visit.unfilled) await filled(page);
    await visit.act?.(page);
    await accessibilityFaults(page);
    const { testEngine, violations, incomplete, passes } = await axeResults(page);
    return {
      engine: `${testEngine.name} ${testEngine.version}`,
      look: visit.name,
      width,
      violations: ids(violations),
      // What axe can't decide, such as the contrast of text on a gradient.
      undecided: ids(incomplete),
      passed: passes.length,
    };
  } finally {
    await page.context().close();
  }
}

const browser = await launchBrowser();
const machine = recordedMachine();
const server = await startServer({ scenario: scenario('node'), root: machine.root });
try {
  const lines = [];
  for (const visit of visits) {
    for (const width of widths) lines.push(await report(browser, server.origin, visit, width));
  }
  const { engine } = lines[0];
  const looks = lines.map(({ engine: _, ...line }) => `  ${JSON.stringify(line)}`);
  writeFileSync(process.argv[2], `{"engine": "${engine}", "looks": [\n${looks.join(',\n')}\n]}\n`);
} finally {
  await browser.close();
  await server.stop();
  machine.remove();
}
