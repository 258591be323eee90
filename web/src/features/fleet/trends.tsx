import type { FleetGpuId } from '@/api/history';
import { Panel } from '@/components/panel';
import { part } from '@/lib/part';

/// Charts weigh as much as the rest of the page, and the list of hosts has none.
const OverlayPanel = part(async () => (await import('./overlay_panel')).OverlayPanel);

/// GPUs of any hosts over time; of one host with its CPU and memory.
export function Trends(props: { gpus: readonly FleetGpuId[]; host?: string }) {
  const soon = (
    <Panel title="Historical Trends" loading={true}>
      <div className="min-h-96" />
    </Panel>
  );
  return <OverlayPanel title="Historical Trends" {...props} soon={soon} />;
}
