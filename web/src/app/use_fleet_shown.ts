import { useEffect, useState } from 'react';
import { getHealth } from '@/api/client';
import { useLive } from '@/live/live_context';

/// Whether hosts share this machine's store, so that there is a fleet to show.
export function useFleetShown(): boolean {
  const live = useLive((state) => state.sampledAt !== null);
  const [shared, setShared] = useState(false);
  useEffect(() => {
    if (!live) return;
    const abort = new AbortController();
    getHealth(abort.signal).then(
      ({ store }) => setShared(store?.shared ?? false),
      // Without an answer the page is as for a machine of its own.
      () => {},
    );
    return () => abort.abort();
  }, [live]);
  return shared;
}
