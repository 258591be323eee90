import { TrendingUp } from 'lucide-react';
import { Panel } from '@/components/panel';
import { useChartColumns } from './layout';

export interface SkeletonProps {
  count: number;
  /// GPUs whose lines are overlaid.
  gpus: number;
}

/// Where the charts will be: as many, and as high.
export function ChartsSkeleton({ count, gpus }: SkeletonProps) {
  const rows = gpus > 1 ? Math.ceil((gpus + 1) / 2) : 1;
  const columns = useChartColumns(count);
  return (
    <div
      data-testid="charts-skeleton"
      aria-hidden="true"
      className="grid gap-x-6 gap-y-8"
      style={{ gridTemplateColumns: columns }}
    >
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
        <div key={index}>
          <div className="mb-2 flex h-6 items-center">
            <div className="h-3.5 w-28 animate-pulse rounded bg-slate-700/60" />
          </div>
          <div className="h-[200px] animate-pulse rounded bg-slate-800/40" />
          <div className="mt-1" style={{ height: `${rows * 1.25 - 0.25}rem` }} />
        </div>
      ))}
    </div>
  );
}

/// The panel before its program came.
export function HistorySkeleton({ count = 3, gpus = 1 }: Partial<SkeletonProps>) {
  return (
    <Panel title="Historical Trends" icon={TrendingUp} iconClass="text-emerald-400" loading>
      <div className="mb-4 h-8" />
      <ChartsSkeleton count={count} gpus={gpus} />
    </Panel>
  );
}
