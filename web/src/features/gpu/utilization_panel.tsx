import { Cpu } from 'lucide-react';
import type { GpuMetrics } from '@/api/types';
import { Callout } from '@/components/callout';
import { Meter } from '@/components/meter';
import { Panel } from '@/components/panel';
import { toneOf, tones } from '@/components/tones';
import { isKnown } from '@/lib/absent';
import { formatBytesOf, formatPercent } from '@/lib/format';
import { reasonFor } from '@/lib/reasons';
import { useSettings } from '@/lib/settings';
import { levelOf, levelWords } from '@/lib/status';
import { Headline } from './headline';

export function UtilizationPanel({ metrics }: { metrics: GpuMetrics | null }) {
  const compute = metrics?.utilization.gpu;
  const memory = metrics?.memory;
  const total = memory?.total;
  const level = levelOf('utilization', compute);
  const computeAlert = useSettings((settings) => settings.utilizationAlert);
  const memoryAlert = useSettings((settings) => settings.memoryAlert);
  return (
    <Panel
      title="GPU Utilization"
      icon={Cpu}
      iconClass="text-purple-400"
      loading={metrics === null}
      aside={
        <Headline
          value={compute}
          format={formatPercent}
          className={toneOf(level).text}
          reason={reasonFor(metrics, 'utilization.gpu')}
        />
      }
    >
      <div className="space-y-4">
        <Meter
          label="Compute"
          note={level && levelWords[level]}
          value={compute}
          tone={tones.utilization}
          format={(value) => formatPercent(value, 1)}
          reason={reasonFor(metrics, 'utilization.gpu')}
        />
        <Meter
          label="Memory"
          value={memory?.used}
          max={total}
          tone={tones.memory}
          format={(used) =>
            isKnown(total) ? formatBytesOf(used, total) : formatBytesOf(used, used)
          }
          reason={reasonFor(metrics, 'memory.used')}
        />
      </div>
      <Callout active={(compute ?? 0) >= computeAlert}>
        {computeAlert === 100
          ? 'Compute stays at 100%.'
          : `Compute stays at ${computeAlert}% or more.`}
      </Callout>
      <Callout active={(memory?.used_percent ?? 0) > memoryAlert}>
        {`GPU memory stays above ${memoryAlert}%.`}
      </Callout>
    </Panel>
  );
}
