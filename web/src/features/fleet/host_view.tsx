import { ArrowLeft } from 'lucide-react';
import type { Host } from '@/api/types';
import { Badge } from '@/components/badge';
import { Fact } from '@/components/fact';
import { Figure } from '@/components/figure';
import { Panel } from '@/components/panel';
import { formatBytesOf, formatDuration, formatPercent } from '@/lib/format';
import { Link } from '@/lib/router';
import { factsOf } from './facts';
import { GpuCards } from './gpu_cards';
import { Origin, OwnMonitorLink, useGoLive } from './own_monitor';
import { useReach } from './reach';
import { Trends } from './trends';
import { addressOf, formatPower, hostStates } from './words';

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
  const reach = useReach(host.this_host ? null : addressOf(host));
  useGoLive({ host, reach });
  return (
    <>
      <Origin host={host} reach={reach} />
      <Panel title="Host" aside={<OwnMonitorLink host={host} reach={reach} />}>
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
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4 lg:grid-cols-7">
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
          format={(used) => formatBytesOf(used, total)}
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
