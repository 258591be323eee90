/// How many hosts one writer gets into each engine: `ingest.mjs [SECONDS] [HOSTS] [ENGINE…]`. Made-up
/// hosts with eight GPUs write a sample a second, rolled up as they do it, for so long; then twice as
/// many into a new engine, until one is late. Engines have their settings as they come.
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch } from '../../tests/e2e/lib/program.mjs';
import { engines, usage } from './engines.mjs';

const [seconds = '75', first = '1000', ...chosen] = process.argv.slice(2);
const late = 3; // seconds
const hopeless = 30; // seconds: then the level ends early
const most = 64_000;

const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);
const percent = (share) => `${(100 * share).toFixed(0)} %`;
const whole = (number) => Math.round(number).toLocaleString('en');

function heading() {
  row(
    ...['hosts', 'offered, samples/s', 'taken', 'lag, s: most, at the end', 'engine, CPU'],
    ...['mimon, CPU', 'bytes a sample', 'log, bytes a sample', 'rolled up', 'engine, MB', 'load'],
  );
  row(...Array(11).fill('---'));
}

/// What `simulate` reported every few seconds: `elapsed`, `samples`, `cpu`, `lag`.
function reportsOf(output) {
  const line = /([\d.]+) s +(\d+) samples .* CPU +([\d.]+) % +([\d.]+) s behind/g;
  return [...output.matchAll(line)].map((found) => {
    const [elapsed, samples, cpu, lag] = found.slice(1).map(Number);
    return { elapsed, samples, cpu: cpu / 100, lag };
  });
}

/// Runs `simulate` to its end, or until it is hopelessly late.
async function write(hosts, store) {
  const simulate = launch([
    ...['simulate', '--hosts', String(hosts), '--gpus', '8', '--seconds', seconds],
    ...['--store', store],
  ]);
  const watch = setInterval(() => {
    if (reportsOf(simulate.output).at(-1)?.lag > hopeless) simulate.child.kill('SIGINT');
  }, 1000);
  const { code, output, errors } = await simulate.ended;
  clearInterval(watch);
  if (code !== 0) throw new Error(`simulate ended with ${code}: ${errors}`);
  return reportsOf(output);
}

/// Whether an engine falls ever more behind: at first it is late with what it has to make for hosts
/// that it does not know.
const growing = (lags) => lags.at(-1) > late && lags.at(-1) >= lags[Math.floor(lags.length / 2)];

/// Writes so many hosts into a new engine; whether it kept pace.
async function level(start, hosts) {
  const engine = await start({ durable: true });
  try {
    const before = usage(engine.pid);
    const reports = await write(hosts, engine.url);
    const load = loadavg()[0];
    const { elapsed, samples, cpu } = reports.at(-1);
    const lags = reports.map(({ lag }) => lag);
    // The CPU of a process that has just ended is with neither it nor its parent for a moment.
    await sleep(500);
    const after = usage(engine.pid);
    const { bytes, log, rolled } = await engine.kept();
    const each = (total) => whole(total / samples);
    row(
      ...[whole(hosts), whole(hosts), whole(samples / elapsed)],
      `${Math.max(...lags).toFixed(1)}, ${lags.at(-1).toFixed(1)}`,
      ...[percent((after.cpu - before.cpu) / elapsed), percent(cpu)],
      ...[each(bytes), log ? each(log) : ''],
      rolled ?? '',
      ...[whole(after.resident / 1e6), load.toFixed(1)],
    );
    return !growing(lags);
  } finally {
    await engine.stop();
  }
}

for (const [name, start] of Object.entries(engines)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n${name}, ${seconds} s at each level\n`);
  heading();
  let hosts = Number(first);
  while (hosts <= most && (await level(start, hosts))) hosts *= 2;
  console.log(
    hosts > most ? `\nNot late with ${most} hosts.` : `\nIt falls behind at ${whole(hosts)} hosts.`,
  );
}
