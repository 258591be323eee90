import { Columns3 } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { Comparison, GpuInfo, GpuMetrics, Outlier } from '@/api/types';
import { Panel } from '@/components/panel';
import { isKnown } from '@/lib/absent';
import { useBalancedColumns } from '@/lib/use_balanced_columns';
import { useSteady } from '@/lib/use_steady';
import { CompareCard } from './compare_card';
import { type ComparedMetric, comparedMetrics, facts, givenByAny } from './metrics';
import { useOrder, useSortedGpus } from './order';
import { OutlierList, outlierKey } from './outlier_list';
import { SortControl } from './sort_control';
import { rowsByMetric } from './standing';
import { Totals } from './totals';

interface ComparisonPanelProps {
  gpus: GpuInfo[] | null;
  metrics: Readonly<Record<number, GpuMetrics>>;
  comparison: Comparison | null;
  badgeFor(metrics: GpuMetrics | undefined): ReactNode;
}

const noGpus: GpuInfo[] = [];
const noOutliers: Outlier[] = [];
const noFacts: ComparedMetric[] = [];

/// The window's width in pixels from which on cards begin with all figures.
const roomForAll = 640;

/// All GPUs side by side: highest and lowest marked, sortable, who falls out of line pointed out.
export function ComparisonPanel({ gpus, metrics, comparison, badgeFor }: ComparisonPanelProps) {
  const [order, sort] = useOrder();
  const sorted = useSortedGpus(gpus ?? noGpus, metrics, order);
  const rows = useMemo(() => rowsByMetric(comparison?.comparison ?? []), [comparison]);
  const known = sorted.map((gpu) => metrics[gpu.gpu_id]).filter(isKnown);
  const outliers = useSteady(comparison?.outliers ?? noOutliers, outlierKey);
  const [detailed, setDetailed] = useState(() => window.innerWidth >= roomForAll);
  const shownFacts = detailed ? givenByAny(facts, known) : noFacts;
  const [grid, columns] = useBalancedColumns(sorted.length, 272, 16);
  return (
    <Panel
      title="Multi-GPU Comparison"
      icon={Columns3}
      iconClass="text-emerald-400"
      loading={known.length < sorted.length || comparison === null}
      aside={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <label className="flex cursor-pointer items-center gap-2 text-sm text-slate-300">
            <input
              type="checkbox"
              checked={detailed}
              onChange={({ target }) => setDetailed(target.checked)}
              className="size-4 accent-emerald-500"
            />
            All figures
          </label>
          <SortControl order={order} metrics={givenByAny(comparedMetrics, known)} onSort={sort} />
        </div>
      }
    >
      <OutlierList outliers={outliers} />
      <Totals gpus={known} rows={rows} />
      <div
        ref={grid}
        className="grid gap-4"
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        {sorted.map((info) => (
          <CompareCard
            key={info.gpu_id}
            info={info}
            metrics={metrics[info.gpu_id] ?? null}
            rows={rows}
            facts={shownFacts}
            sortedBy={order.path}
            outliers={outliers.filter((outlier) => outlier.gpu_id === info.gpu_id)}
            badge={badgeFor(metrics[info.gpu_id])}
          />
        ))}
      </div>
      <p className="mt-4 text-xs text-slate-400">
        The line on a bar is the mean of all GPUs, as a share of what each can do; <em>max</em> and{' '}
        <em>min</em> mark the highest and the lowest of all GPUs.
      </p>
    </Panel>
  );
}
