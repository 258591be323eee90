import { useEffect, useState } from 'react';

/// Milliseconds that something must have lasted to be shown, and that it stays after its end.
const appear = 3000;
const stay = 10_000;

interface Held<T> {
  item: T;
  /// When it began; when it ended, where it did.
  since: number;
  gone: number | null;
  shown: boolean;
}

export type Steady<T> = ReadonlyMap<string, Held<T>>;

/// What is held once these are there. What ends before it is shown is forgotten.
export function steadied<T>(
  held: Steady<T>,
  items: readonly T[],
  keyOf: (item: T) => string,
  now: number,
): Steady<T> {
  if (held.size === 0 && items.length === 0) return held;
  const next = new Map<string, Held<T>>();
  for (const [key, known] of held) {
    const gone = known.gone ?? now;
    if (known.shown && now - gone < stay) next.set(key, { ...known, gone });
  }
  for (const item of items) {
    const key = keyOf(item);
    const { since = now, shown = false } = held.get(key) ?? {};
    next.set(key, { item, since, gone: null, shown: shown || now - since >= appear });
  }
  return next;
}

/// When the next of them appears or goes by itself.
function dueAt<T>(held: Steady<T>): number {
  const dues = [...held.values()].map(({ since, gone, shown }) => {
    if (gone !== null) return gone + stay;
    return shown ? Number.POSITIVE_INFINITY : since + appear;
  });
  return Math.min(...dues);
}

/// Those of `items` that have lasted, and for a while those that have ended since: what comes and goes from
/// one sample to the next does not flicker. `items` is another array only where it says something new,
/// and `keyOf` stays the same.
export function useSteady<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const [held, setHeld] = useState<Steady<T>>(new Map());
  useEffect(() => {
    setHeld((before) => steadied(before, items, keyOf, Date.now()));
  }, [items, keyOf]);
  useEffect(() => {
    const due = dueAt(held);
    if (!Number.isFinite(due)) return;
    const advance = () => setHeld((before) => steadied(before, items, keyOf, Date.now()));
    const timer = setTimeout(advance, Math.max(0, due - Date.now()));
    return () => clearTimeout(timer);
  }, [held, items, keyOf]);
  return [...held.values()].filter(({ shown }) => shown).map(({ item }) => item);
}
