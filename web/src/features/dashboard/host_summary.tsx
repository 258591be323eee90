import { Server } from 'lucide-react';
import {
  type DiskRates,
  type DiskUsage,
  type NetworkRates,
  type SystemMetrics,
  textOf,
} from '@/api/types';
import { Fact } from '@/components/fact';
import { Figure } from '@/components/figure';
import { Meter } from '@/components/meter';
import { Panel } from '@/components/panel';
import { tones } from '@/components/tones';
import { isKnown, type Maybe } from '@/lib/absent';
import { formatBytesOf, formatDuration, formatPercent, formatRate } from '@/lib/format';
import { reasonFor } from '@/lib/reasons';
import { FullestMount } from './fullest_mount';

interface HostSummaryProps {
  system: SystemMetrics | null;
  diskUsage: DiskUsage[] | null;
  diskRates: DiskRates | null;
  networkRates: NetworkRates | null;
}

/// The machine around the GPUs at a glance.
export function HostSummary({ system, diskUsage, diskRates, networkRates }: HostSummaryProps) {
  const ram = system?.ram;
  return (
    <Panel
      title="Host"
      icon={Server}
      iconClass="text-cyan-400"
      loading={system === null}
      aside={
        <span className="min-w-0 truncate text-sm text-slate-400">
          <Figure value={textOf(system?.info, 'hostname')} format={(name) => name} type="text" />
        </span>
      }
    >
      <div className="grid gap-6 sm:grid-cols-2 xl:grid-cols-4">
        <Meter
          label="CPU Utilization"
          value={system?.cpu.percent}
          tone={tones.cpu}
          size="medium"
          format={(value) => formatPercent(value, 1)}
          reason={reasonFor(system, 'cpu.percent')}
        />
        <Meter
          label="System RAM"
          value={ram?.used}
          max={ram?.total}
          tone={tones.ram}
          size="medium"
          format={(used) => formatBytesOf(used, isKnown(ram?.total) ? ram.total : used)}
          reason={reasonFor(system, 'ram.used')}
        />
        <Meter
          label="Swap Memory"
          value={system?.swap.used}
          max={system?.swap.total}
          tone={tones.swap}
          size="medium"
          format={(used) => formatBytesOf(used, system?.swap.total ?? used)}
          reason={reasonFor(system, 'swap.used')}
        />
        <FullestMount mounts={diskUsage} />
      </div>
      <dl className="mt-6 grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 xl:grid-cols-6">
        <Rate label="Network Sent" value={networkRates?.sent_rate} />
        <Rate label="Network Received" value={networkRates?.recv_rate} />
        <Rate label="Disk Read" value={diskRates?.read_rate} />
        <Rate label="Disk Write" value={diskRates?.write_rate} />
        <Fact label="Load Average">
          <Figure
            value={system?.cpu.load_average[0]}
            format={(load) => load.toFixed(2)}
            reason={reasonFor(system, 'cpu.load_average[0]')}
          />
        </Fact>
        <Fact label="Uptime">
          <Figure
            value={system?.uptime}
            format={formatDuration}
            reason={reasonFor(system, 'uptime')}
          />
        </Fact>
      </dl>
    </Panel>
  );
}

function Rate({ label, value }: { label: string; value: Maybe<number> }) {
  return (
    <Fact label={label}>
      <Figure value={value} format={formatRate} reason="A rate needs a second sample." />
    </Fact>
  );
}
