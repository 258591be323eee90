import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { program } from './paths.mjs';
import { soon } from './wait.mjs';

const running = new Set();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/// The environment without what would set mimon up behind a test's back.
function environment(extra) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('MIMON_') && name !== 'STATE_DIRECTORY',
  );
  return { ...Object.fromEntries(kept), ...extra };
}

/// Starts mimon. `output` and `errors` grow while it runs; `ended` resolves with how it ended.
export function launch(args, env = {}) {
  const child = spawn(program, args, {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const launched = { child, output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    launched.output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    launched.errors += text;
  });
  launched.ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return { code, signal, output: launched.output, errors: launched.errors };
  });
  return launched;
}

/// Runs mimon to its end.
export async function run(args, env = {}, within = 30_000) {
  const { child, ended } = launch(args, env);
  try {
    return await soon(`mimon ${args.join(' ')} ends`, ended, within);
  } finally {
    child.kill('SIGKILL');
  }
}
