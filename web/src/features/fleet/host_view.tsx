import { ArrowLeft, ExternalLink } from 'lucide-react';
import type { Host } from '@/api/types';
import { Badge } from '@/components/badge';
import { Fact } from '@/components/fact';
import { Figure } from '@/components/figure';
import { Notice } from '@/components/notice';
import { Panel } from '@/components/panel';
import { formatBytesOf, formatDuration, formatPercent } from '@/lib/format';
import { Link } from '@/lib/router';
import { factsOf } from './facts';
import { GpuCards } from './gpu_cards';
import { Trends } from './trends';
import { formatPower, hostStates, monitorOf } from './words';

/// The way back, above what stands in the fleet's place.
export function BackToFleet({ href }: { href: string }) {
  return (
    <Link
      href={href}
      className="inline-flex items-center gap-2 text-sm text-emerald-400 hover:text-emerald-300"
    >
      <ArrowLeft aria-hidden="true" className="size-4" />
      Fleet
    </Link>
  );
}

/// A host as the store knows it, and the way to its own mimon.
export function HostView({ host }: { host: Host }) {
  const address = monitorOf(host);
  return (
    <>
      {host.state !== 'live' && (
        <Notice
          look="warning"
          title={`${host.host} has sent nothing for ${formatDuration(host.age_s)}.`}
        >
          What stands here is as it was at {host.last}.
        </Notice>
      )}
      <Panel
        title="Host"
        aside={
          address !== null && (
            <a
              href={address}
              target="_blank"
              rel="noreferrer"
              className="flex h-9 items-center gap-2 rounded-lg bg-emerald-700 px-4 text-sm text-white hover:bg-emerald-600"
            >
              <ExternalLink aria-hidden="true" className="size-4" />
              Open its live System Monitor
            </a>
          )
        }
      >
        <Facts host={host} />
      </Panel>
      <Trends
        host={host.host}
        gpus={host.gpus.map(({ gpu_id }) => ({ host: host.host, gpu: gpu_id }))}
      />
      {host.gpus.length > 0 && (
        <Panel title="GPUs">
          <GpuCards gpus={host.gpus.map((gpu) => ({ host, gpu }))} withHost={false} />
        </Panel>
      )}
    </>
  );
}

function Facts({ host }: { host: Host }) {
  const { look, word, sentence } = hostStates[host.state];
  const { power } = factsOf(host);
  const total = host.ram_total;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 xl:grid-cols-6">
      <Fact label="State">
        <span title={sentence}>
          <Badge look={look}>{word}</Badge>
        </span>
      </Fact>
      <Fact label="Age of Data">{formatDuration(host.age_s)}</Fact>
      <Fact label="CPU">
        <Figure value={host.cpu_percent} format={formatPercent} className="text-cyan-400" />
      </Fact>
      <Fact label="System RAM">
        <Figure
          value={host.ram_used}
          format={(used) => formatBytesOf(used, total ?? used)}
          className="text-blue-400"
        />
      </Fact>
      <Fact label="GPU Power">
        <Figure value={power} format={formatPower} className="text-yellow-400" />
      </Fact>
      <Fact label="mimon">
        <Figure value={host.version} format={String} type="text" />
      </Fact>
      <Fact label="Figures">{host.simulated ? 'SIMULATED' : 'Measured'}</Fact>
    </dl>
  );
}
