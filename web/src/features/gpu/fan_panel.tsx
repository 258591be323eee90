import { Fan } from 'lucide-react';
import type { GpuMetrics } from '@/api/types';
import { Figure } from '@/components/figure';
import { Meter } from '@/components/meter';
import { Panel } from '@/components/panel';
import { tones } from '@/components/tones';
import { formatPercent } from '@/lib/format';
import { reasonFor } from '@/lib/reasons';
import { Headline } from './headline';

export function FanPanel({ metrics }: { metrics: GpuMetrics | null }) {
  const reason = reasonFor(metrics, 'fan_speed');
  return (
    <Panel
      title="Fan Speed"
      icon={Fan}
      iconClass="text-cyan-400"
      loading={metrics === null}
      aside={
        <Headline
          value={metrics?.fan_speed}
          format={formatPercent}
          reason={reason}
          className={tones.fan.text}
        />
      }
    >
      <Meter
        label="Requested Speed"
        value={metrics?.fan_speed}
        tone={tones.fan}
        format={formatPercent}
        reason={reason}
        figureClass="text-slate-200"
      />
      <p
        className="mt-4 flex justify-between gap-3 text-sm text-slate-400"
        data-label="Measured Speed"
      >
        <span>Measured Speed</span>
        <Figure
          value={metrics?.fan_rpm}
          format={(rpm) => `${rpm.toFixed(0)} RPM`}
          reason={reasonFor(metrics, 'fan_rpm')}
          className="text-slate-200"
        />
      </p>
    </Panel>
  );
}
