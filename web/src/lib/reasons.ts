import type { Maybe } from './absent';

const words: Record<string, string> = {
  unsupported: 'The hardware or driver does not give this value.',
  denied: 'mimon has no permission to read this value.',
  asleep: 'The GPU sleeps and is left alone.',
  lost: 'The GPU fell off the bus.',
  unresponsive: 'The driver does not answer.',
  stale: 'The last answer is too old to show as current.',
  not_ready: 'This value needs a second sample.',
  invalid: 'The driver gave a value that makes no sense.',
  failed: "Reading this value failed; mimon's log says why.",
};

export const unknownReason = 'No reason is known.';

interface Explained {
  unavailable?: Maybe<Readonly<Record<string, string>>>;
  state?: Maybe<string>;
}

/// Why the value at `path` is absent, in words. A reason for a
/// group or for the whole device counts for each value in it.
export function reasonFor(source: Maybe<Explained>, path: string): string {
  const reasons = source?.unavailable ?? {};
  let group = path;
  while (group !== '' && reasons[group] === undefined) group = parentOf(group);
  const code = reasons[group] ?? source?.state;
  if (!code || code === 'ok') return unknownReason;
  return wordsFor(code);
}

/// A reason's code in words; one that is not known yet reads as it is.
export function wordsFor(code: string): string {
  return words[code] ?? code;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}
