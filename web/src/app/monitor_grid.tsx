import type { ReactNode } from 'react';
import { HardwarePanel } from '@/features/gpu/hardware_panel';
import { HealthPanel } from '@/features/gpu/health_panel';
import { InstancesPanel } from '@/features/gpu/instances_panel';
import { DevicesPanel } from '@/features/host/devices_panel';
import { ProcessorPanel } from '@/features/host/processor_panel';
import { SystemResourcesPanel } from '@/features/host/system_resources_panel';
import { ProcessesPanel } from '@/features/processes/processes_panel';
import { StoragePanel } from '@/features/storage/storage_panel';
import { SystemInfoPanel } from '@/features/system-info/system_info_panel';
import { classes } from '@/lib/classes';
import { reasonFor } from '@/lib/reasons';
import { useLive } from '@/live/live_context';

interface MonitorGridProps {
  gpuId: number | null;
  withGpu: boolean;
}

/// The panels below the headline figures: one column on a phone, two from 1280 px, three from
/// 1920 px, four from 3200 px. In two columns the processes stand below the GPU's hardware, beside
/// the host.
export function MonitorGrid({ gpuId, withGpu }: MonitorGridProps) {
  if (!withGpu) return <HostGrid />;
  return (
    <div className="grid items-start gap-6 xl:grid-cols-2 xl:grid-rows-[auto_1fr] 3xl:grid-cols-3 3xl:grid-rows-none 4xl:grid-cols-4">
      <Stack>
        <Hardware gpuId={gpuId} />
      </Stack>
      <Stack className="xl:row-span-2 3xl:row-span-1 4xl:contents">
        <Stack>
          <Host />
        </Stack>
        <Stack>
          <Devices />
          <Storage />
        </Stack>
      </Stack>
      <Stack>
        <Processes gpuId={gpuId} />
        <Information gpuId={gpuId} withGpu />
      </Stack>
    </div>
  );
}

function HostGrid() {
  return (
    <div className="grid items-start gap-6 xl:grid-cols-2 3xl:grid-cols-3">
      <Stack>
        <Host />
      </Stack>
      <Stack className="3xl:contents">
        <Stack>
          <Storage />
          <Devices />
        </Stack>
        <Information gpuId={null} withGpu={false} />
      </Stack>
    </div>
  );
}

function Stack({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={classes('grid min-w-0 gap-6', className)}>{children}</div>;
}

function Hardware({ gpuId }: { gpuId: number | null }) {
  const metrics = useLive((state) => state.gpuMetrics[gpuId ?? -1] ?? null);
  return (
    <>
      <HardwarePanel metrics={metrics} />
      <HealthPanel metrics={metrics} />
      <InstancesPanel metrics={metrics} />
    </>
  );
}

function Host() {
  const system = useLive((state) => state.system);
  const diskRates = useLive((state) => state.diskRates);
  const networkRates = useLive((state) => state.networkRates);
  return (
    <>
      <SystemResourcesPanel system={system} diskRates={diskRates} networkRates={networkRates} />
      <ProcessorPanel system={system} />
    </>
  );
}

function Devices() {
  const diskRates = useLive((state) => state.diskRates);
  const networkRates = useLive((state) => state.networkRates);
  return <DevicesPanel diskRates={diskRates} networkRates={networkRates} />;
}

function Storage() {
  return <StoragePanel mounts={useLive((state) => state.diskUsage)} />;
}

function Processes({ gpuId }: { gpuId: number | null }) {
  const processes = useLive((state) => state.gpuProcesses[gpuId ?? -1]);
  const metrics = useLive((state) => state.gpuMetrics[gpuId ?? -1]);
  // An empty list of a GPU that does not answer only means that nobody could ask.
  const unknown = processes?.length === 0 && metrics !== undefined && metrics.state !== 'ok';
  return (
    <ProcessesPanel
      processes={unknown ? null : processes}
      reason={reasonFor(metrics, 'processes')}
    />
  );
}

function Information({ gpuId, withGpu }: MonitorGridProps) {
  const system = useLive((state) => state.system);
  const info = useLive((state) => state.gpus?.find((gpu) => gpu.gpu_id === gpuId) ?? null);
  return <SystemInfoPanel system={system} info={info} withGpu={withGpu} />;
}
