import { useMemo } from 'react';
import { prepare } from '@/api/client';
import { HistorySkeleton } from '@/features/history/skeleton';
import { part } from '@/lib/part';
import { useLive } from '@/live/live_context';
import type { Shown } from './monitor_grid';

/// Charts come on their own, after the figures: they are a third of the program.
const HistoryPanel = part(async () => {
  prepare('/catalog');
  return (await import('@/features/history/history_panel')).HistoryPanel;
});

export const bringTrends = HistoryPanel.bring;

export function Trends({ gpuId, withGpu }: Shown) {
  const known = useLive((state) => state.gpuAvailable !== null);
  const gpus = useMemo(() => {
    if (withGpu) return gpuId === null || !known ? null : [gpuId];
    return known ? [] : null;
  }, [gpuId, withGpu, known]);
  return <History gpus={gpus} />;
}

/// Every GPU of the machine in the same charts.
export function OverlaidTrends() {
  const ids = useLive((state) => state.gpus?.map((gpu) => gpu.gpu_id).join() ?? null);
  const gpus = useMemo(() => ids?.split(',').map(Number) ?? null, [ids]);
  return <History gpus={gpus} />;
}

function History({ gpus }: { gpus: readonly number[] | null }) {
  return <HistoryPanel gpus={gpus} soon={<HistorySkeleton gpus={gpus?.length ?? 1} />} />;
}
