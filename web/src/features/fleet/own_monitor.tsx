import { ExternalLink } from 'lucide-react';
import { useEffect } from 'react';
import type { Host } from '@/api/types';
import { Notice } from '@/components/notice';
import { formatDuration } from '@/lib/format';
import { Link, setSearchParam, useSearchParam } from '@/lib/router';
import type { Reach } from './reach';
import { addressOf, monitorOf } from './words';

interface OwnMonitorProps {
  host: Host;
  reach: Reach | null;
}

/// Opens the host's own mimon in this page's place where the address asks for it (`?live=1`) and it
/// answers.
export function useGoLive({ host, reach }: OwnMonitorProps): void {
  const wanted = useSearchParam('live') !== null;
  const monitor = monitorOf(host);
  useEffect(() => {
    if (!wanted || reach === 'trying') return;
    if (reach === 'answers' && monitor !== null) window.location.replace(monitor);
    // The way back must not lead away again.
    else setSearchParam('live', null);
  }, [wanted, reach, monitor]);
}

/// Says where the figures are from, unless they are live and so is the way to the host's mimon.
export function Origin({ host, reach }: OwnMonitorProps) {
  const quiet = host.state !== 'live';
  const away = reach === 'silent' || reach === 'barred';
  if (!quiet && !away) return null;
  const age = formatDuration(host.age_s);
  return (
    <Notice
      look="warning"
      title={
        quiet
          ? `${host.host} has sent nothing for ${age}.`
          : `The mimon of ${host.host} cannot be reached from here.`
      }
    >
      {reach === 'silent' &&
        `Nothing answers at ${addressOf(host)}; it is tried again every 10 s. `}
      {reach === 'barred' &&
        `This page came over https, from which a browser asks nothing at ${addressOf(host)}. `}
      {`This is what the store has, ${age} old.`}
    </Notice>
  );
}

/// The way to the host's own mimon.
export function OwnMonitorLink({ host, reach }: OwnMonitorProps) {
  const monitor = monitorOf(host);
  if (host.this_host) {
    return (
      <Link href="/system-monitor" className="text-sm text-emerald-400 hover:text-emerald-300">
        Open its System Monitor
      </Link>
    );
  }
  if (monitor === null) {
    return <span className="text-sm text-slate-400">Its mimon has named no address.</span>;
  }
  if (reach === 'trying') {
    return <span className="text-sm text-slate-400">Trying {addressOf(host)}…</span>;
  }
  const live = reach === 'answers';
  return (
    <a
      href={monitor}
      target="_blank"
      rel="noreferrer"
      className={
        live
          ? 'flex h-9 items-center gap-2 rounded-lg bg-emerald-700 px-4 text-sm text-white hover:bg-emerald-600'
          : 'flex h-9 items-center gap-2 rounded-lg bg-slate-800 px-4 text-sm text-slate-200 hover:bg-slate-700'
      }
    >
      <ExternalLink aria-hidden="true" className="size-4" />
      {live ? 'Open its live System Monitor' : 'Open its address all the same'}
    </a>
  );
}
