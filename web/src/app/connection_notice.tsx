import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Notice } from '@/components/notice';
import { formatDuration } from '@/lib/format';
import { useNow } from '@/lib/use_now';
import { useLive } from '@/live/live_context';
import type { Status } from '@/live/transport';

/// Says that the values on screen are no longer those of now, and why.
export function ConnectionNotice() {
  const status = useLive((state) => state.status);
  const paused = useLive((state) => state.paused);
  return <div className="sticky top-2 z-20 empty:hidden">{notice(status, paused)}</div>;
}

function notice(status: Status, paused: boolean): ReactNode {
  if (status.state === 'unauthorized') {
    return (
      <Notice look="error" title="This browser may not see this machine yet." action={<Retry />}>
        mimon asks for a token where it can be reached over the network. Open the address that it
        printed at its start, which carries the token; this browser then remembers it.
      </Notice>
    );
  }
  if (status.state !== 'lost') return null;
  const title = paused ? 'Connection lost.' : 'Connection lost. Attempting to reconnect...';
  return (
    <Notice look="error" title={title} action={<Retry />}>
      {status.detail} <Age />
    </Notice>
  );
}

/// Kept silent for those who listen: it changes every second.
function Age() {
  const sampledAt = useLive((state) => state.sampledAt);
  const now = useNow();
  if (sampledAt === null) return null;
  return (
    <span aria-live="off">
      The values below are {formatDuration((now - sampledAt) / 1000)} old.
    </span>
  );
}

function Retry() {
  const retry = useLive((state) => state.retry);
  return (
    <button
      type="button"
      onClick={retry}
      className="flex cursor-pointer items-center gap-2 rounded-lg border border-slate-600 bg-slate-800 px-4 py-2 text-slate-100 hover:bg-slate-700"
    >
      <RefreshCw aria-hidden="true" className="size-4" />
      Retry
    </button>
  );
}
