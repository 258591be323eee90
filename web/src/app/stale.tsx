import type { ReactNode } from 'react';
import { classes } from '@/lib/classes';
import { useLive } from '@/live/live_context';

/// Dims what it holds while the connection is lost: the values are the last known ones.
/// Without the right to see any there is nothing to hold.
export function Stale({ children }: { children: ReactNode }) {
  const state = useLive((live) => live.status.state);
  const empty = useLive((live) => live.sampledAt === null);
  const lost = state === 'lost' || state === 'unauthorized';
  if (state === 'unauthorized' && empty) return null;
  return (
    <div
      data-stale={lost}
      className={classes('space-y-6', lost && 'opacity-85 [filter:grayscale(1)]')}
    >
      {children}
    </div>
  );
}
