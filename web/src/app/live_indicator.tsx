import { classes } from '@/lib/classes';
import { formatDuration } from '@/lib/format';
import { useSettings } from '@/lib/settings';
import { useNow } from '@/lib/use_now';
import { type Connection, useSystemMetricsWebSocket } from '@/live/use_system_metrics_websocket';

/// Milliseconds over the interval after which a sample no longer counts as live.
const fresh = 4000;

/// Whether the page shows the machine as it is now, and how old its values are where it doesn't.
export function LiveIndicator() {
  const connection = useSystemMetricsWebSocket();
  const interval = useSettings((settings) => settings.interval);
  const age = Math.max(0, useNow() - (connection.sampledAt ?? 0));
  const live =
    !connection.paused && connection.status.state === 'live' && age < fresh + interval * 1000;
  return (
    <span
      className="flex items-center gap-2 text-sm whitespace-nowrap text-slate-400"
      title={live ? wayOf(connection) : undefined}
    >
      <span
        aria-hidden="true"
        className={classes(
          'size-2.5 rounded-full',
          live ? 'animate-pulse bg-emerald-400' : 'bg-slate-500',
        )}
      />
      {live ? 'Live Monitoring' : words(connection, connection.sampledAt === null ? null : age)}
    </span>
  );
}

function wayOf({ pushed }: Connection): string {
  return pushed ? 'Pushed by the server at every sample.' : 'Asked for again and again.';
}

function words({ status: { state }, paused }: Connection, age: number | null): string {
  if (state === 'unauthorized') return 'Not allowed';
  if (age === null) return state === 'lost' ? 'No connection' : 'Connecting…';
  const old = formatDuration(age / 1000);
  return paused ? `Paused · ${old} old` : `Last sample ${old} ago`;
}
