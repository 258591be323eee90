import { HardwarePanel } from '@/features/gpu/hardware_panel';
import { HealthPanel } from '@/features/gpu/health_panel';
import { DevicesPanel } from '@/features/host/devices_panel';
import { ProcessorPanel } from '@/features/host/processor_panel';
import { SystemResourcesPanel } from '@/features/host/system_resources_panel';
import { ProcessesPanel } from '@/features/processes/processes_panel';
import { StoragePanel } from '@/features/storage/storage_panel';
import { SystemInfoPanel } from '@/features/system-info/system_info_panel';
import { part } from '@/lib/part';
import { wordsFor } from '@/lib/reasons';
import { useLive } from '@/live/live_context';
import type { Shown } from './monitor_grid';

/// Few GPUs are split.
const InstancesPanel = part(
  async () => (await import('@/features/gpu/instances_panel')).InstancesPanel,
);

// Each hands a panel its part of the live store, so that it alone is drawn anew.

export function Hardware({ gpuId }: Shown) {
  const metrics = useLive((state) => state.gpuMetrics[gpuId ?? -1] ?? null);
  const name = useLive((state) => state.gpus?.find((gpu) => gpu.gpu_id === gpuId)?.name);
  return (
    <>
      <HardwarePanel metrics={metrics} />
      <HealthPanel metrics={metrics} />
      {(metrics?.instances ?? []).length > 0 && (
        <InstancesPanel metrics={metrics} gpuName={name ?? ''} />
      )}
    </>
  );
}

export function Processes({ gpuId }: Shown) {
  const list = useLive((state) => state.gpuProcesses[gpuId ?? -1]);
  if (list !== undefined && 'unavailable' in list) {
    return <ProcessesPanel processes={null} reason={wordsFor(list.unavailable)} />;
  }
  return <ProcessesPanel processes={list?.processes} />;
}

export function Resources() {
  const system = useLive((state) => state.system);
  const diskRates = useLive((state) => state.diskRates);
  const networkRates = useLive((state) => state.networkRates);
  return <SystemResourcesPanel system={system} diskRates={diskRates} networkRates={networkRates} />;
}

export function Processor() {
  return <ProcessorPanel system={useLive((state) => state.system)} />;
}

export function Devices() {
  const diskRates = useLive((state) => state.diskRates);
  const networkRates = useLive((state) => state.networkRates);
  return <DevicesPanel diskRates={diskRates} networkRates={networkRates} />;
}

export function Storage() {
  return <StoragePanel mounts={useLive((state) => state.diskUsage)} />;
}

export function Information({ gpuId, withGpu }: Shown) {
  const system = useLive((state) => state.system);
  const info = useLive((state) => state.gpus?.find((gpu) => gpu.gpu_id === gpuId) ?? null);
  return <SystemInfoPanel system={system} info={info} withGpu={withGpu} />;
}
