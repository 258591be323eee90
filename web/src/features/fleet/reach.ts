import { useEffect, useState } from 'react';

/// What this browser found at a mimon's address:
/// - `trying`: not known yet
/// - `answers`: something answers there
/// - `silent`: nothing does, as far as this browser can tell
/// - `barred`: a page that came over TLS may not ask there, but a link may lead there
export type Reach = 'trying' | 'answers' | 'silent' | 'barred';

/// Milliseconds that an answer may take, and from one attempt to the next.
const patience = 2000;
const pause = 10_000;

/// Resolves to whether anything answers. What it says can't be read, and need not be: neither a token
/// nor an allowed origin is needed for that.
export async function answers(base: string, signal: AbortSignal): Promise<boolean> {
  const timed = new AbortController();
  const end = () => timed.abort();
  const timer = setTimeout(end, patience);
  signal.addEventListener('abort', end);
  try {
    await fetch(`${base}/api/v1/system/health`, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      signal: timed.signal,
    });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

function isBarred(base: string): boolean {
  return window.location.protocol === 'https:' && /^http:/i.test(base);
}

/// Whether the mimon at `base` answers, tried again and again while the page is seen; `null` where it
/// has no address.
export function useReach(base: string | null): Reach | null {
  const [found, setFound] = useState<{ base: string; reach: Reach } | null>(null);
  useEffect(() => {
    if (base === null || isBarred(base)) return;
    const abort = new AbortController();
    const attempt = async () => {
      if (document.hidden) return;
      const reach = (await answers(base, abort.signal)) ? 'answers' : 'silent';
      if (!abort.signal.aborted) setFound({ base, reach });
    };
    void attempt();
    const timer = setInterval(attempt, pause);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [base]);
  if (base === null) return null;
  if (isBarred(base)) return 'barred';
  return found?.base === base ? found.reach : 'trying';
}
