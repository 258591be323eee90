import { Panel } from '@/components/panel';
import type { Picked } from './address';
import type { HostFacts } from './facts';
import { GpuCards, type ShownGpu } from './gpu_cards';
import { Trends } from './trends';

/// GPUs of any hosts side by side: over time, and as of their newest values.
export function FleetComparison({ all, picked }: { all: readonly HostFacts[]; picked: Picked }) {
  const shown = picked.gpus.flatMap(({ host, gpu }): ShownGpu[] => {
    const found = all.find((facts) => facts.host.host === host)?.host;
    const device = found?.gpus.find(({ gpu_id }) => gpu_id === gpu);
    return found && device ? [{ host: found, gpu: device }] : [];
  });
  return (
    <>
      <Trends gpus={picked.gpus} />
      <Panel title="Newest Values">
        <GpuCards
          gpus={shown}
          withHost={true}
          onRemove={({ host, gpu }) => picked.toggle({ host: host.host, gpu: gpu.gpu_id })}
        />
      </Panel>
    </>
  );
}
