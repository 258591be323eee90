import { Server } from 'lucide-react';
import type { DiskRates, NetworkRates, SystemMetrics } from '@/api/types';
import { Figure } from '@/components/figure';
import { Meter } from '@/components/meter';
import { Panel } from '@/components/panel';
import { tones } from '@/components/tones';
import { isKnown } from '@/lib/absent';
import { formatBytesOf, formatPercent } from '@/lib/format';
import { reasonFor } from '@/lib/reasons';
import { DiskIo } from './disk_io';
import { NetworkIo } from './network_io';

interface SystemResourcesPanelProps {
  system: SystemMetrics | null;
  diskRates: DiskRates | null;
  networkRates: NetworkRates | null;
}

export function SystemResourcesPanel({
  system,
  diskRates,
  networkRates,
}: SystemResourcesPanelProps) {
  return (
    <Panel
      title="System Resources"
      icon={Server}
      iconClass="text-cyan-400"
      loading={system === null}
      aside={<LoadAverage system={system} />}
    >
      <div className="grid gap-6 sm:grid-cols-2">
        <Meter
          label="CPU Utilization"
          value={system?.cpu.percent}
          tone={tones.cpu}
          size="medium"
          format={(value) => formatPercent(value, 1)}
          reason={reasonFor(system, 'cpu.percent')}
        />
        <Memory label="System RAM" memory={system?.ram} path="ram" system={system} />
        <Memory label="Swap Memory" memory={system?.swap} path="swap" system={system} />
        <NetworkIo rates={networkRates} />
        <div className="sm:col-span-2">
          <DiskIo rates={diskRates} />
        </div>
      </div>
    </Panel>
  );
}

function LoadAverage({ system }: { system: SystemMetrics | null }) {
  const load = system?.cpu.load_average;
  return (
    <span
      className="flex items-baseline gap-2 text-sm whitespace-nowrap text-slate-400"
      title="Load over 1, 5 and 15 minutes"
    >
      Load{' '}
      <Figure
        value={load?.every(isKnown) ? load : null}
        format={(values) => values.map((value) => value.toFixed(2)).join('  ')}
        reason={reasonFor(system, 'cpu.load_average[0]')}
        className="text-slate-200"
      />
    </span>
  );
}

interface MemoryProps {
  label: string;
  path: 'ram' | 'swap';
  memory: SystemMetrics['ram'] | SystemMetrics['swap'] | undefined;
  system: SystemMetrics | null;
}

function Memory({ label, path, memory, system }: MemoryProps) {
  const total = memory?.total;
  return (
    <Meter
      label={label}
      value={memory?.used}
      max={total}
      tone={path === 'ram' ? tones.ram : tones.swap}
      size="medium"
      format={(used) => formatBytesOf(used, isKnown(total) ? total : used)}
      reason={reasonFor(system, `${path}.used`)}
    />
  );
}
