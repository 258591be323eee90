import { useSyncExternalStore } from 'react';

/// Window widths in CSS pixels from which on there are as many columns as the place says: one below
/// the first, then two, and so on.
const steps = [1280, 1920, 3200];

const queries = steps.map((width) => `(min-width: ${width}px)`);

function subscribe(listener: () => void): () => void {
  const lists = queries.map((query) => window.matchMedia(query));
  for (const list of lists) list.addEventListener('change', listener);
  return () => {
    for (const list of lists) list.removeEventListener('change', listener);
  };
}

function count(): number {
  return 1 + queries.filter((query) => window.matchMedia(query).matches).length;
}

/// How many columns of panels the window has room for, from 1 to 4.
export function useColumns(): number {
  return useSyncExternalStore(subscribe, count);
}
