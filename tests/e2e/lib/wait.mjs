import { setTimeout as sleep } from 'node:timers/promises';

/// Thrown by a probe: waiting longer is of no use.
export class Hopeless extends Error {}

/// Asks `probe` again and again until it gives something truthy, and returns that. What it throws
/// counts as "not yet"; the last of it is told where the deadline passes.
export async function until(what, probe, { within = 20_000, every = 50 } = {}) {
  const deadline = Date.now() + within;
  let last;
  do {
    try {
      const found = await probe();
      if (found) return found;
      last = undefined;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      last = error;
    }
    await sleep(every);
  } while (Date.now() < deadline);
  throw new Error(`not within ${within / 1000} s: ${what}${last ? ` (${last.message})` : ''}`);
}

/// `promise`, or an error where it takes longer than `within` milliseconds.
export async function soon(what, promise, within = 20_000) {
  const giveUp = new AbortController();
  const late = sleep(within, undefined, { signal: giveUp.signal }).then(() => {
    throw new Error(`not within ${within / 1000} s: ${what}`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    giveUp.abort();
    late.catch(() => {});
  }
}
