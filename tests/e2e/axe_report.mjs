/// Writes what axe finds on every look of the page: `axe_report.mjs [FILE]`, docs/reports/axe.json where
/// none is named.
import { writeFileSync } from 'node:fs';
import {
  accessibilityFaults,
  axeResults,
  filled,
  launchBrowser,
  openPage,
} from './lib/browser.mjs';
import { startFleet } from './lib/fleet.mjs';
import { scenario } from './lib/paths.mjs';
import { Postgres } from './lib/postgres.mjs';
import { run } from './lib/program.mjs';
import { recordedMachine } from './lib/recorded_machine.mjs';
import { startServer } from './lib/server.mjs';
import { fleetVisits, prepareFor, visits } from './lib/visits.mjs';

const file = process.argv[2] ?? new URL('../../docs/reports/axe.json', import.meta.url);
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

/// The looks of the fleet's page, of two machines and some made-up hosts.
async function ofFleet(each) {
  const postgres = await Postgres.start();
  try {
    const fleet = await startFleet(postgres.url);
    try {
      const simulated = ['simulate', '--hosts', '12', '--seconds', '20', '--store', postgres.url];
      await run(simulated, {}, 60_000);
      await each(fleet.box.origin, fleetVisits);
    } finally {
      await fleet.stop();
    }
  } finally {
    await postgres.stop();
  }
}

const browser = await launchBrowser();
const machine = recordedMachine();
const server = await startServer({ scenario: scenario('node'), root: machine.root });
try {
  const lines = [];
  const each = async (origin, looks) => {
    for (const visit of looks) {
      for (const width of widths) lines.push(await report(browser, origin, visit, width));
    }
  };
  await each(server.origin, visits);
  await ofFleet(each);
  const { engine } = lines[0];
  const looks = lines.map(({ engine: _, ...line }) => `  ${JSON.stringify(line)}`);
  writeFileSync(file, `{"engine": "${engine}", "looks": [\n${looks.join(',\n')}\n]}\n`);
} finally {
  await browser.close();
  await server.stop();
  machine.remove();
}
