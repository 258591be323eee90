import { lazy, Suspense } from 'react';
import type { FleetGpuId } from '@/api/history';
import { Panel } from '@/components/panel';

/// Charts weigh as much as the rest of the page, and the list of hosts has none.
const OverlayPanel = lazy(async () => ({
  default: (await import('./overlay_panel')).OverlayPanel,
}));

/// GPUs of any hosts over time; of one host with its CPU and memory.
export function Trends(props: { gpus: readonly FleetGpuId[]; host?: string }) {
  const soon = (
    <Panel title="Historical Trends" loading={true}>
      <div className="min-h-96" />
    </Panel>
  );
  return (
    <Suspense fallback={soon}>
      <OverlayPanel title="Historical Trends" {...props} />
    </Suspense>
  );
}
