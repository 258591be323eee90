import { classes } from '@/lib/classes';
import { formatDuration } from '@/lib/format';
import { useNow } from '@/lib/use_now';
import { useLive } from '@/live/live_context';

/// Milliseconds after which a sample no longer counts as live.
const fresh = 5000;

/// Whether the page shows the machine as it is now.
export function LiveIndicator() {
  const state = useLive((live) => live.status.state);
  const sampledAt = useLive((live) => live.sampledAt);
  const age = Math.max(0, useNow() - (sampledAt ?? 0));
  const live = state === 'live' && age < fresh;
  return (
    <span className="flex items-center gap-2 text-sm whitespace-nowrap text-slate-400">
      <span
        aria-hidden="true"
        className={classes(
          'size-2.5 rounded-full',
          live ? 'animate-pulse bg-emerald-400' : 'bg-slate-500',
        )}
      />
      {live ? 'Live Monitoring' : words(state, sampledAt === null ? null : age)}
    </span>
  );
}

function words(state: string, age: number | null): string {
  if (state === 'unauthorized') return 'Not allowed';
  if (age === null) return state === 'lost' ? 'No connection' : 'Connecting…';
  return `Last sample ${formatDuration(age / 1000)} ago`;
}
