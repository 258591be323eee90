import type { ReactNode } from 'react';
import type { GpuInfo, GpuMetrics } from '@/api/types';
import { Figure } from '@/components/figure';
import { Loading, Placeholder } from '@/components/loading';
import { Meter } from '@/components/meter';
import { toneOf, tones } from '@/components/tones';
import { isKnown } from '@/lib/absent';
import { formatBytesOf, formatCelsius, formatPercent, formatWatts } from '@/lib/format';
import { reasonFor } from '@/lib/reasons';
import { Link } from '@/lib/router';
import { levelOf, levelWords } from '@/lib/status';

interface GpuCardProps {
  info: GpuInfo | null;
  metrics: GpuMetrics | null;
  /// How the GPU fares, where that is worth a word.
  badge?: ReactNode;
  /// Whether its page opens beside this one.
  newTab?: boolean;
  heading?: 'h2' | 'h3';
}

/// One GPU at a glance; leads to its page.
export function GpuCard({
  info,
  metrics,
  badge,
  newTab = false,
  heading: Heading = 'h3',
}: GpuCardProps) {
  const utilization = metrics?.utilization.gpu;
  const level = levelOf('utilization', utilization);
  return (
    <article className="@container relative min-w-0 rounded-lg border border-slate-700 bg-slate-800/50 p-4 hover:border-slate-500">
      <Loading value={metrics === null}>
        <header className="mb-4 grid gap-1">
          <Heading className="truncate font-semibold text-emerald-400" title={info?.name ?? ''}>
            {info ? (
              <Link
                href={`/system-monitor?gpu=${info.gpu_id}`}
                target={newTab ? '_blank' : undefined}
                className="after:absolute after:inset-0"
              >
                {info.name ?? 'Unnamed GPU'}
                <span className="sr-only">, GPU {info.gpu_id}</span>
              </Link>
            ) : (
              <>
                <span className="sr-only">GPU</span>
                <Placeholder width="10em" />
              </>
            )}
          </Heading>
          <div className="flex items-baseline justify-between gap-3 text-xs text-slate-400">
            <span aria-hidden="true">{info ? `GPU ${info.gpu_id}` : '\u00a0'}</span>
            {badge || (
              <span className="flex items-baseline gap-2">
                {level && levelWords[level]}
                <Figure
                  value={utilization}
                  format={formatPercent}
                  reason={reasonFor(metrics, 'utilization.gpu')}
                  className={`text-2xl leading-6 font-bold ${toneOf(level).text}`}
                  placeholder="2.5em"
                  type="text"
                />
              </span>
            )}
          </div>
        </header>
        <Meters metrics={metrics} />
      </Loading>
    </article>
  );
}

function Meters({ metrics }: { metrics: GpuMetrics | null }) {
  const { memory, power } = metrics ?? {};
  const total = memory?.total;
  const temperatureTone = toneOf(levelOf('temperature', metrics?.temperature));
  return (
    <div className="grid gap-x-6 gap-y-3 @lg:grid-cols-2 @4xl:grid-cols-4">
      <Meter
        label="Utilization"
        value={metrics?.utilization.gpu}
        tone={tones.utilization}
        size="medium"
        format={formatPercent}
        reason={reasonFor(metrics, 'utilization.gpu')}
      />
      <Meter
        label="Memory"
        value={memory?.used}
        max={total}
        tone={tones.memory}
        size="medium"
        format={(used) => formatBytesOf(used, isKnown(total) ? total : used)}
        reason={reasonFor(metrics, 'memory.used')}
      />
      <Meter
        label="Temperature"
        value={metrics?.temperature}
        max={metrics?.temperature_max ?? 100}
        tone={temperatureTone}
        size="medium"
        format={formatCelsius}
        reason={reasonFor(metrics, 'temperature')}
      />
      <Meter
        label="Power"
        value={power?.usage}
        max={power?.limit}
        tone={tones.power}
        size="medium"
        format={formatWatts}
        reason={reasonFor(metrics, 'power.usage')}
      />
    </div>
  );
}
