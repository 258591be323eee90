import { ExternalLink } from 'lucide-react';
import { memo } from 'react';
import { Badge } from '@/components/badge';
import { Bar } from '@/components/bar';
import { Figure } from '@/components/figure';
import { toneOf, tones } from '@/components/tones';
import { isKnown, type Maybe } from '@/lib/absent';
import { formatBytesOf, formatCelsius, formatPercent } from '@/lib/format';
import { Link } from '@/lib/router';
import { levelOf, levelWords } from '@/lib/status';
import type { Picked } from './address';
import type { HostFacts } from './facts';
import { GpuStrip } from './gpu_strip';
import { addressOf, formatAge, formatPower, hostStates, pageOf } from './words';

/// A wide row's columns, which the list's head stands above: as tight as they go, and with room.
export const columns = {
  tight: { gridTemplateColumns: '11.5rem minmax(0, 1fr) 7.5rem 3rem 4.25rem 2.75rem 5.75rem' },
  roomy: { gridTemplateColumns: '13rem minmax(0, 1fr) 9rem 4rem 5rem 3.5rem 6.5rem' },
};

export type Room = 'narrow' | keyof typeof columns;

interface HostRowProps {
  facts: HostFacts;
  room: Room;
  picked: Picked;
}

/// One host: its GPUs, what they hold, how hot they are, and how old all that is. Drawn anew only
/// for new values, not while the list scrolls.
export const HostRow = memo(function HostRow({ facts, room, picked }: HostRowProps) {
  if (room === 'narrow') return <NarrowRow facts={facts} picked={picked} />;
  const { host } = facts;
  return (
    <div
      className="grid h-full items-center gap-x-3 border-b border-slate-800 px-2"
      style={columns[room]}
    >
      <Name facts={facts} />
      <GpuStrip host={host} wide={true} picked={picked} />
      <Memory facts={facts} />
      <Hottest value={facts.hottest} />
      <span className="text-right text-sm">
        <span className="sr-only">Power </span>
        <Figure value={facts.power} format={formatPower} className="text-slate-200" />
      </span>
      <span className="text-right text-sm">
        <span className="sr-only">CPU </span>
        <Figure value={host.cpu_percent} format={formatPercent} className="text-slate-200" />
      </span>
      <Age facts={facts} />
    </div>
  );
});

function NarrowRow({ facts, picked }: Omit<HostRowProps, 'room'>) {
  const { host } = facts;
  return (
    <div className="flex h-full flex-col justify-center gap-2 border-b border-slate-800 px-1">
      <div className="flex items-center justify-between gap-3">
        <Name facts={facts} />
        <Age facts={facts} />
      </div>
      <GpuStrip host={host} wide={false} picked={picked} />
      <div className="flex items-center justify-between gap-3 text-xs">
        <Memory facts={facts} />
        <Hottest value={facts.hottest} />
        <Figure value={facts.power} format={formatPower} className="text-slate-200" />
        <span className="text-slate-400">
          CPU <Figure value={host.cpu_percent} format={formatPercent} className="text-slate-200" />
        </span>
      </div>
    </div>
  );
}

function Name({ facts: { host } }: { facts: HostFacts }) {
  const own = host.this_host;
  const address = own ? null : addressOf(host);
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Link
        href={own ? '/system-monitor' : pageOf(host.host)}
        data-cell="name"
        title={host.host}
        className="min-w-0 truncate text-sm font-medium text-slate-100 hover:text-emerald-300 hover:underline"
      >
        {host.host}
      </Link>
      {own && <Badge look="info">This host</Badge>}
      {host.simulated && (
        <span
          title="SIMULATED: the figures come from a stand-in, not from hardware."
          className="shrink-0 rounded border border-yellow-400/50 bg-yellow-400/10 px-1 text-[0.6875rem] leading-4 text-yellow-200"
        >
          SIM<span className="sr-only">ULATED</span>
        </span>
      )}
      {address !== null && (
        <a
          href={`${pageOf(host.host)}&live=1`}
          target="_blank"
          rel="noreferrer"
          title={`Live at ${address}, or from the store where nothing answers there`}
          className="shrink-0 rounded text-slate-400 hover:text-emerald-300"
        >
          <ExternalLink aria-hidden="true" className="size-3.5" />
          <span className="sr-only">Live System Monitor of {host.host}</span>
        </a>
      )}
    </div>
  );
}

function Memory({ facts: { memoryUsed, memoryTotal } }: { facts: HostFacts }) {
  const text = (used: number) => formatBytesOf(used, memoryTotal);
  return (
    <div className="min-w-0 flex-1 text-xs">
      <Figure value={memoryUsed} format={text} className="mb-1 block text-blue-400" />
      <Bar
        label="GPU memory"
        value={memoryUsed}
        max={memoryTotal}
        tone={tones.memory}
        size="small"
        text={isKnown(memoryUsed) ? text(memoryUsed) : undefined}
      />
    </div>
  );
}

function Hottest({ value }: { value: Maybe<number> }) {
  const level = levelOf('temperature', value);
  return (
    <span className="text-right text-sm" title="The hottest of its GPUs">
      <span className="sr-only">Hottest </span>
      <Figure value={value} format={formatCelsius} className={toneOf(level).text} />
      {level && <span className="sr-only">, {levelWords[level]}</span>}
    </span>
  );
}

function Age({ facts: { host } }: { facts: HostFacts }) {
  const { look, word, sentence } = hostStates[host.state];
  return (
    <span
      className="ml-auto flex items-center gap-2 text-xs"
      title={`${sentence} Newest: ${host.last}`}
    >
      {host.state === 'live' ? (
        <span className="flex items-center gap-2 text-slate-300">
          <span aria-hidden="true" className="size-2.5 rounded-full bg-emerald-400" />
          {word}
        </span>
      ) : (
        <Badge look={look}>{word}</Badge>
      )}
      <span className="figure text-slate-400">{formatAge(host.age_s)}</span>
    </span>
  );
}
