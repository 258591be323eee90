import { parseChoice } from '@/features/gpu/selection';
import type { LiveStore } from '@/live/store';
import type { Interest } from '@/live/transport';

/// What the page at an address wants to see first, so that it can be asked for before the page is
/// drawn, which says so itself.
export function interestAt({ pathname, search }: { pathname: string; search: string }): Interest {
  const params = new URLSearchParams(search);
  const monitor = pathname === '/system-monitor';
  const choice = monitor || pathname === '/embed/gpu' ? parseChoice(params.get('gpu')) : null;
  const compared = monitor && params.get('view') === 'compare';
  return {
    gpuId: typeof choice === 'number' ? choice : null,
    everyGpu: compared || pathname === '/',
    compared,
  };
}

/// Milliseconds that the page waits for its values before it is drawn without them.
const patience = 60;

/// Asks for the first values; resolves when they are there, or after a moment: a page that is drawn
/// with its values is drawn once.
export function firstValues(store: LiveStore, interest: Interest): Promise<void> {
  const { watch, start } = store.getState();
  watch(interest);
  start();
  return new Promise((resolve) => {
    const end = () => {
      leave();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, patience);
    const leave = store.subscribe(({ sampledAt, status }) => {
      if (sampledAt !== null || status.state === 'unauthorized') end();
    });
  });
}
