import type { ReactNode } from 'react';
import { classes } from '@/lib/classes';
import { useLive } from '@/live/live_context';

/// Dims what it holds while the connection is lost: the values are the last known ones.
export function Stale({ children }: { children: ReactNode }) {
  const lost = useLive(({ status }) => status.state === 'lost' || status.state === 'unauthorized');
  return (
    <div
      data-stale={lost}
      className={classes('space-y-6 transition-opacity duration-300', lost && 'opacity-50')}
    >
      {children}
    </div>
  );
}
