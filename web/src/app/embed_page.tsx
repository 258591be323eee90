import { useEffect } from 'react';
import { GpuCard } from '@/features/dashboard/gpu_card';
import { useSelection } from '@/features/gpu/selection';
import { StateBadge } from '@/features/gpu/state_badge';
import { useLive, useWatch } from '@/live/live_context';
import { ConnectionNotice } from './connection_notice';
import { NoGpuNotice } from './no_gpu_notice';
import { Stale } from './stale';

/// One GPU's card and nothing else, for a frame in another page.
export default function EmbedPage() {
  const { choice, gpuId, missing } = useSelection();
  useWatch({
    gpuId: typeof choice === 'number' ? choice : null,
    everyGpu: false,
    compared: false,
  });
  const available = useLive((state) => state.gpuAvailable);
  const info = useLive((state) => state.gpus?.find((gpu) => gpu.gpu_id === gpuId) ?? null);
  const metrics = useLive((state) => state.gpuMetrics[gpuId ?? -1] ?? null);
  useEffect(() => {
    document.title = `${info?.name ?? 'GPU'} · mimon`;
  }, [info]);
  return (
    <main className="space-y-2 p-2">
      <h1 className="sr-only">GPU</h1>
      <ConnectionNotice />
      <NoGpuNotice />
      {missing !== null && available && (
        <p className="text-sm text-slate-300">This machine has no GPU {missing}.</p>
      )}
      {missing === null && available !== false && (
        <Stale>
          <GpuCard
            info={info}
            metrics={metrics}
            newTab={true}
            heading="h2"
            badge={metrics && metrics.state !== 'ok' && <StateBadge state={metrics.state} />}
          />
        </Stale>
      )}
    </main>
  );
}
