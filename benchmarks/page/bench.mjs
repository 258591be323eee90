/// What the pages are like in a browser: Lighthouse's scores, how soon they can be used, and what they
/// cost while live, with eight stand-in GPUs and a day of history at one second.
/// `bench.mjs [FILE]` writes the scores, with what each visit found, to FILE as well.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { temporaryFolder } from '../../tests/e2e/lib/folder.mjs';
import { dayProgram } from '../../tests/e2e/lib/paths.mjs';
import { startServer } from '../../tests/e2e/lib/server.mjs';
import { scores } from './lighthouse.mjs';
import { measureLive, median } from './live.mjs';

const load = () =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}

function scoreTable(found) {
  return table(
    [
      ...['page', 'preset', 'performance', 'accessibility', 'best practices'],
      ...['LCP, ms', 'TBT, ms', 'CLS', 'benchmark index'],
    ],
    found.map(({ page, preset, scores: { performance, accessibility, ...rest }, ...visit }) => [
      page,
      preset,
      performance,
      accessibility,
      rest['best-practices'],
      visit.largest_contentful_paint_ms,
      visit.total_blocking_time_ms,
      visit.cumulative_layout_shift,
      visit.benchmark_index,
    ]),
  );
}

const spread = (values) =>
  `${Math.round(median(values))} (${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`;

function liveTables({ start, first, firstAtOnce, switches, live }) {
  const moments = table(
    ['', 'ms'],
    [
      ['every figure, from the address on, nothing cached', spread(start.figures)],
      ['three charts of a day', spread(start.charts)],
      ['the comparison, for the first time, as the charts have just come', spread(firstAtOnce)],
      ['the comparison, for the first time, a second later', spread(first)],
      ['the comparison, again', spread(switches.compare)],
      ['back to one GPU', spread(switches.single)],
    ],
  );
  const second = table(
    ['while live', 'frames a second', 'frames over 25 ms', 'longest, ms', 'main thread, ms/s', 'of that scripts'],
    Object.entries(live).map(([view, { rate, late, worst, all, script }]) => [
      view,
      rate.toFixed(1),
      late,
      worst.toFixed(0),
      all.toFixed(1),
      script.toFixed(1),
    ]),
  );
  return `${moments}\n${second}`;
}

const data = temporaryFolder();
try {
  execFileSync(dayProgram, [data.path, '8']);
  const server = await startServer({ scenario: 'eight', data: data.path });
  try {
    console.log(`Load before: ${load()}`);
    const found = await scores(server.origin);
    console.log(`\n${scoreTable(found)}`);
    if (process.argv[2]) writeFileSync(process.argv[2], `${JSON.stringify(found, null, 2)}\n`);
    const live = await measureLive(server.origin);
    console.log(`Chromium ${live.version}, median (least–most) of 7\n\n${liveTables(live)}`);
    console.log(`Load after: ${load()}`);
  } finally {
    await server.stop();
  }
} finally {
  data.remove();
}
