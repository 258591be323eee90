import { Cpu } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GpuInfo, GpuMetrics } from '@/api/types';
import { Panel } from '@/components/panel';
import { useBalancedColumns } from '@/lib/use_balanced_columns';
import { GpuCard } from './gpu_card';

interface GpuWidgetProps {
  /// `null` while the list is not known.
  gpus: GpuInfo[] | null;
  metrics: Readonly<Record<number, GpuMetrics>>;
  badgeFor(metrics: GpuMetrics | undefined): ReactNode;
}

/// Every GPU of the machine, a card each.
export function GpuWidget({ gpus, metrics, badgeFor }: GpuWidgetProps) {
  const [grid, columns] = useBalancedColumns(gpus?.length ?? 1, 240, 16);
  return (
    <Panel
      title="GPU Utilization"
      icon={Cpu}
      iconClass="text-purple-400"
      loading={gpus === null}
      aside={
        gpus && (
          <span className="text-sm text-slate-400">
            {gpus.length} {gpus.length === 1 ? 'GPU' : 'GPUs'}
          </span>
        )
      }
    >
      <div
        ref={grid}
        className="grid gap-4"
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        {gpus === null && <GpuCard info={null} metrics={null} />}
        {gpus?.map((info) => (
          <GpuCard
            key={info.gpu_id}
            info={info}
            metrics={metrics[info.gpu_id] ?? null}
            badge={badgeFor(metrics[info.gpu_id])}
          />
        ))}
      </div>
    </Panel>
  );
}
