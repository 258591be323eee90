import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GpuInfo, GpuMetrics, Outlier } from '@/api/types';
import { Figure } from '@/components/figure';
import { Loading } from '@/components/loading';
import { Meter } from '@/components/meter';
import { toneOf } from '@/components/tones';
import { classes } from '@/lib/classes';
import { formatBytesOf } from '@/lib/format';
import { reasonFor } from '@/lib/reasons';
import { Link } from '@/lib/router';
import { levelOf, levelWords } from '@/lib/status';
import { type BarMetric, bars, type ComparedMetric, memory, temperature, valueAt } from './metrics';
import { meanShare, type Rows, standingOf } from './standing';
import { StandingMark } from './standing_mark';

interface CompareCardProps {
  info: GpuInfo;
  metrics: GpuMetrics | null;
  rows: Rows;
  /// The metrics below the bars; empty for none.
  facts: ComparedMetric[];
  /// The path that the cards are sorted by.
  sortedBy: string | null;
  outliers: Outlier[];
  badge: ReactNode;
}

/// One GPU among others; leads to its own view.
export function CompareCard({ info, metrics, outliers, badge, ...shown }: CompareCardProps) {
  const values: ValueProps = { gpuId: info.gpu_id, metrics, ...shown };
  return (
    <article
      className={classes(
        '@container relative flex min-w-0 flex-col gap-4 rounded-lg border bg-slate-800/50 p-4 hover:border-slate-500',
        outliers.length > 0 ? 'border-yellow-500/50' : 'border-slate-700',
      )}
    >
      <Loading value={metrics === null}>
        <header className="flex items-baseline justify-between gap-3">
          <h3
            className="min-w-0 truncate text-[0.9375rem] font-semibold text-emerald-400"
            title={info.name ?? ''}
          >
            <Link
              href={`/system-monitor?gpu=${info.gpu_id}`}
              className="after:absolute after:inset-0 after:rounded-lg"
            >
              {info.name ?? 'Unnamed GPU'}
              <span className="sr-only">, GPU {info.gpu_id}</span>
            </Link>
          </h3>
          <span className="flex shrink-0 items-center gap-2 text-xs text-slate-400">
            {badge}
            <span aria-hidden="true">GPU {info.gpu_id}</span>
          </span>
        </header>
        <div className="grid gap-x-6 gap-y-3">
          {bars.map((metric) => (
            <ComparedBar key={metric.path} metric={metric} {...values} />
          ))}
        </div>
        {shown.facts.length > 0 && (
          <dl className="grid grid-cols-1 gap-x-6 gap-y-1 border-t border-slate-700/60 pt-3 @md:grid-cols-2 @3xl:grid-cols-3">
            {shown.facts.map((metric) => (
              <ComparedFact key={metric.path} metric={metric} {...values} />
            ))}
          </dl>
        )}
        {outliers.length > 0 && (
          <ul className="mt-auto space-y-1 text-xs leading-5 text-yellow-200">
            {outliers.map(({ kind, reason }) => (
              <li key={kind} className="flex gap-2">
                <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
                {reason}
              </li>
            ))}
          </ul>
        )}
      </Loading>
    </article>
  );
}

interface ValueProps {
  gpuId: number;
  metrics: GpuMetrics | null;
  rows: Rows;
  sortedBy: string | null;
}

function ComparedBar({
  metric,
  gpuId,
  metrics,
  rows,
  sortedBy,
}: ValueProps & { metric: BarMetric }) {
  const value = valueAt(metrics, metric.path);
  const max = metric.max ? valueAt(metrics, metric.max) : 100;
  const row = rows.get(metric.path);
  const level = metric === temperature ? levelOf('temperature', value) : null;
  return (
    <Meter
      label={metric.label}
      note={level && levelWords[level]}
      value={value}
      max={metric === temperature ? (max ?? 100) : max}
      tone={metric === temperature ? toneOf(level) : metric.tone}
      size="medium"
      format={metric === memory ? (used) => formatBytesOf(used, max) : metric.format}
      reason={reasonFor(metrics, metric.path)}
      tick={meanShare(row)}
      mark={<StandingMark standing={standingOf(row, gpuId)} />}
      labelClass={sortedBy === metric.path ? 'text-slate-100' : undefined}
    />
  );
}

function ComparedFact({
  metric,
  gpuId,
  metrics,
  rows,
  sortedBy,
}: ValueProps & { metric: ComparedMetric }) {
  return (
    <div
      className="flex h-5 min-w-0 items-baseline justify-between gap-2 text-xs leading-5"
      data-label={metric.label}
    >
      <dt
        className={classes(
          'truncate',
          sortedBy === metric.path ? 'text-slate-100' : 'text-slate-400',
        )}
      >
        {metric.label}
      </dt>
      <dd className="flex items-baseline gap-2 text-slate-200">
        <StandingMark standing={standingOf(rows.get(metric.path), gpuId)} />
        <Figure
          value={valueAt(metrics, metric.path)}
          format={metric.format}
          reason={reasonFor(metrics, metric.path)}
        />
      </dd>
    </div>
  );
}
