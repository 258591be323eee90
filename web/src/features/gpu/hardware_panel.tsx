import { CircuitBoard } from 'lucide-react';
import type { GpuMetrics } from '@/api/types';
import { Figure } from '@/components/figure';
import { Meter } from '@/components/meter';
import { Panel } from '@/components/panel';
import { RatePair } from '@/components/rate_pair';
import { type Tone, tones } from '@/components/tones';
import type { Maybe } from '@/lib/absent';
import { isKnown } from '@/lib/absent';
import { formatLinkRate, formatMegahertz, formatPercent } from '@/lib/format';
import { reasonFor } from '@/lib/reasons';

export function HardwarePanel({ metrics }: { metrics: GpuMetrics | null }) {
  return (
    <Panel
      title="Hardware Metrics"
      icon={CircuitBoard}
      iconClass="text-purple-400"
      loading={metrics === null}
    >
      <div className="grid gap-6 sm:grid-cols-2">
        <Clock label="GPU Clock" clock="gpu" metrics={metrics} tone={tones.utilization} />
        <Clock label="Memory Clock" clock="memory" metrics={metrics} tone={tones.memory} />
        <Pcie metrics={metrics} />
        <div className="space-y-4">
          <Engine label="Encoder" engine="encoder" metrics={metrics} />
          <Engine label="Decoder" engine="decoder" metrics={metrics} />
        </div>
        <Activity metrics={metrics} />
      </div>
    </Panel>
  );
}

interface ClockProps {
  label: string;
  clock: 'gpu' | 'memory';
  metrics: GpuMetrics | null;
  tone: Tone;
}

function Clock({ label, clock, metrics, tone }: ClockProps) {
  const max = metrics?.clocks[`${clock}_max`];
  return (
    <Meter
      label={label}
      value={metrics?.clocks[clock]}
      max={max}
      tone={tone}
      size="medium"
      format={formatMegahertz}
      reason={reasonFor(metrics, `clocks.${clock}`)}
      hint={
        <>
          Max:{' '}
          <Figure
            value={max}
            type="text"
            format={formatMegahertz}
            reason={reasonFor(metrics, `clocks.${clock}_max`)}
          />
        </>
      }
    />
  );
}

function Pcie({ metrics }: { metrics: GpuMetrics | null }) {
  const pcie = metrics?.pcie;
  const link = linkText(pcie?.generation, pcie?.width);
  return (
    <RatePair
      label="PCIe Bandwidth"
      max={pcie?.limit}
      format={formatLinkRate}
      hint={
        <>
          Max:{' '}
          <Figure
            value={pcie?.limit}
            type="text"
            format={(limit) => `${formatLinkRate(limit)} each way`}
            reason={reasonFor(metrics, 'pcie.limit')}
          />
          {link && ` · link now ${link}`}
        </>
      }
      rates={[
        {
          label: 'Sent',
          mark: '↑',
          value: pcie?.tx_rate,
          tone: tones.sent,
          reason: reasonFor(metrics, 'pcie.tx_rate'),
        },
        {
          label: 'Received',
          mark: '↓',
          value: pcie?.rx_rate,
          tone: tones.received,
          reason: reasonFor(metrics, 'pcie.rx_rate'),
        },
      ]}
    />
  );
}

export function linkText(generation: Maybe<number>, width: Maybe<number>): string {
  return [isKnown(generation) && `Gen ${generation}`, isKnown(width) && `×${width}`]
    .filter(Boolean)
    .join('\u00a0');
}

interface EngineProps {
  label: string;
  engine: 'encoder' | 'decoder';
  metrics: GpuMetrics | null;
}

function Engine({ label, engine, metrics }: EngineProps) {
  return (
    <Meter
      label={label}
      value={metrics?.[engine]}
      tone={tones[engine]}
      size="medium"
      format={formatPercent}
      reason={reasonFor(metrics, engine)}
    />
  );
}

const activities = [
  ['sm', 'SM Activity'],
  ['tensor', 'Tensor Activity'],
  ['dram', 'Memory Bandwidth Activity'],
  ['sm_occupancy', 'SM Occupancy'],
] as const;

/// What the GPU's units really did, on the cards that tell (GPM); elsewhere nothing is missing.
function Activity({ metrics }: { metrics: GpuMetrics | null }) {
  return activities
    .filter(([key]) => isKnown(metrics?.activity?.[key]))
    .map(([key, label]) => (
      <Meter
        key={key}
        label={label}
        value={metrics?.activity[key]}
        tone={tones.utilization}
        size="medium"
        format={(value) => formatPercent(value, 1)}
      />
    ));
}
