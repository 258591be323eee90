import { Boxes } from 'lucide-react';
import type { GpuInstance, GpuMetrics } from '@/api/types';
import { Meter } from '@/components/meter';
import { Panel } from '@/components/panel';
import { tones } from '@/components/tones';
import { isKnown } from '@/lib/absent';
import { formatBytesOf, formatPercent } from '@/lib/format';

interface InstancesPanelProps {
  metrics: GpuMetrics | null;
  /// Instances are named after their GPU, which the page names already.
  gpuName: string;
}

/// The parts that a GPU is split into (MIG). Nothing where it is whole.
export function InstancesPanel({ metrics, gpuName }: InstancesPanelProps) {
  const instances = metrics?.instances ?? [];
  if (instances.length === 0) return null;
  return (
    <Panel
      title="GPU Instances"
      icon={Boxes}
      iconClass="text-purple-400"
      aside={<span className="text-sm text-slate-400">{instances.length} (MIG)</span>}
    >
      <ul className="grid gap-6 sm:grid-cols-2">
        {instances.map((instance) => (
          <Instance
            key={instance.id}
            instance={instance}
            label={instance.name.replace(gpuName, '').trim() || instance.name}
          />
        ))}
      </ul>
    </Panel>
  );
}

const untold = 'The driver does not tell for an instance.';

interface InstanceProps {
  instance: GpuInstance;
  label: string;
}

function Instance({ instance: { memory, activity }, label }: InstanceProps) {
  return (
    <li className="space-y-3">
      <Meter
        label={label}
        value={memory.used}
        max={memory.total}
        tone={tones.memory}
        size="medium"
        format={(used) => formatBytesOf(used, memory.total)}
        reason={untold}
      />
      {isKnown(activity.sm) && (
        <Meter
          label="SM Activity"
          value={activity.sm}
          tone={tones.utilization}
          size="medium"
          format={formatPercent}
        />
      )}
    </li>
  );
}
