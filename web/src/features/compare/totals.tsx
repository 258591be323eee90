import type { GpuMetrics } from '@/api/types';
import { Fact } from '@/components/fact';
import { Figure } from '@/components/figure';
import { isKnown } from '@/lib/absent';
import { formatBytesOf, formatCelsius, formatPercent, formatWatts } from '@/lib/format';
import { valueAt } from './metrics';
import type { Rows } from './standing';

/// The sum of what is known; `null` where nothing is.
function sum(gpus: GpuMetrics[], path: string): number | null {
  const known = gpus.map((metrics) => valueAt(metrics, path)).filter(isKnown);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

/// All GPUs taken together.
export function Totals({ gpus, rows }: { gpus: GpuMetrics[]; rows: Rows }) {
  const total = sum(gpus, 'memory.total');
  const limit = sum(gpus, 'power.limit');
  const hottest = rows.get('temperature')?.highest;
  return (
    <dl className="mb-4 grid grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-4">
      <Fact label="Mean Utilization">
        <Figure value={rows.get('utilization.gpu')?.mean} format={formatPercent} />
      </Fact>
      <Fact label="GPU Memory in All">
        <Figure value={sum(gpus, 'memory.used')} format={(used) => formatBytesOf(used, total)} />
      </Fact>
      <Fact label="Hottest">
        <Figure
          value={hottest}
          format={({ gpu_id, value }) => `${formatCelsius(value)} · GPU ${gpu_id}`}
        />
      </Fact>
      <Fact label="Power in All">
        <Figure
          value={sum(gpus, 'power.usage')}
          format={(usage) =>
            isKnown(limit) ? `${formatWatts(usage)} / ${formatWatts(limit)}` : formatWatts(usage)
          }
        />
      </Fact>
    </dl>
  );
}
