import { ComparisonPanel } from '@/features/compare/comparison_panel';
import { StateBadge } from '@/features/gpu/state_badge';
import { useLive } from '@/live/live_context';

/// Every GPU of the machine side by side.
export default function Comparison() {
  const gpus = useLive((state) => state.gpus);
  const metrics = useLive((state) => state.gpuMetrics);
  const comparison = useLive((state) => state.comparison);
  return (
    <ComparisonPanel
      gpus={gpus}
      metrics={metrics}
      comparison={comparison}
      badgeFor={(gpu) => gpu && gpu.state !== 'ok' && <StateBadge state={gpu.state} />}
    />
  );
}
