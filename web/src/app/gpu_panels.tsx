import { FanPanel } from '@/features/gpu/fan_panel';
import { PowerPanel } from '@/features/gpu/power_panel';
import { TemperaturePanel } from '@/features/gpu/temperature_panel';
import { UtilizationPanel } from '@/features/gpu/utilization_panel';
import { useLive } from '@/live/live_context';

/// The four figures that a GPU is judged by; side by side where there is room.
export function GpuPanels({ gpuId }: { gpuId: number | null }) {
  const metrics = useLive((state) => state.gpuMetrics[gpuId ?? -1] ?? null);
  const source = useLive(
    (state) => state.gpus?.find((gpu) => gpu.gpu_id === gpuId)?.power_source ?? null,
  );
  return (
    <div className="grid gap-6 md:grid-cols-2 xl:grid-cols-4">
      <UtilizationPanel metrics={metrics} />
      <TemperaturePanel metrics={metrics} />
      <PowerPanel metrics={metrics} source={source} />
      <FanPanel metrics={metrics} />
    </div>
  );
}
