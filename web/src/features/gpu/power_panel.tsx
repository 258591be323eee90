import { Zap } from 'lucide-react';
import type { GpuMetrics } from '@/api/types';
import { Figure } from '@/components/figure';
import { Meter } from '@/components/meter';
import { Panel } from '@/components/panel';
import { tones } from '@/components/tones';
import { isKnown, type Maybe } from '@/lib/absent';
import { formatEnergy, formatWatts } from '@/lib/format';
import { reasonFor } from '@/lib/reasons';
import { Headline } from './headline';

interface PowerPanelProps {
  metrics: GpuMetrics | null;
  /// Where power is measured, where that is not the GPU alone.
  source?: Maybe<string>;
}

export function PowerPanel({ metrics, source }: PowerPanelProps) {
  const power = metrics?.power;
  const reason = reasonFor(metrics, 'power.usage');
  const draw = (usage: number) =>
    `${formatWatts(usage, 1)} / ${isKnown(power?.limit) ? formatWatts(power.limit) : 'N/A'}`;
  return (
    <Panel
      title="Power Usage"
      icon={Zap}
      iconClass="text-yellow-400"
      loading={metrics === null}
      aside={
        <Headline
          value={power?.usage}
          format={formatWatts}
          reason={reason}
          className={tones.power.text}
        />
      }
    >
      <Meter
        label="Current Draw"
        value={power?.usage}
        max={power?.limit}
        tone={tones.power}
        format={draw}
        reason={reason}
        figureClass="text-slate-200"
        hint={source ? `Measured: ${source}` : undefined}
      />
      <p className="mt-4 flex justify-between gap-3 text-sm text-slate-400">
        <span>Energy Used</span>
        <Figure
          value={power?.energy}
          format={formatEnergy}
          reason={reasonFor(metrics, 'power.energy')}
          className="text-slate-200"
        />
      </p>
    </Panel>
  );
}
