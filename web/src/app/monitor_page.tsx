import { Notice } from '@/components/notice';
import { ConfigurationPanel } from '@/features/gpu/configuration_panel';
import { type Selection, useSelection } from '@/features/gpu/selection';
import { useLive, useWatch } from '@/live/live_context';
import { GpuPanels } from './gpu_panels';
import { MonitorGrid } from './monitor_grid';
import { NoGpuNotice } from './no_gpu_notice';
import { PageHeader } from './page_header';
import { Stale } from './stale';
import { Trends } from './trends';

export function MonitorPage() {
  const selection = useSelection();
  useWatch(typeof selection.choice === 'number' ? selection.choice : null, false);
  const available = useLive((state) => state.gpuAvailable);
  const withGpu = available !== false && selection.choice !== 'cpu';
  return (
    <>
      <PageHeader title="System Monitoring & Configuration" />
      <NoGpuNotice />
      {selection.missing !== null && available && <MissingGpu selection={selection} />}
      <Stale>
        {available !== false && <Configuration selection={selection} />}
        <Trends gpuId={selection.gpuId} withGpu={withGpu} />
        {withGpu && <GpuPanels gpuId={selection.gpuId} />}
        <MonitorGrid gpuId={selection.gpuId} withGpu={withGpu} />
      </Stale>
    </>
  );
}

function Configuration({ selection }: { selection: Selection }) {
  const gpus = useLive((state) => state.gpus);
  const metrics = useLive((state) => state.gpuMetrics[selection.gpuId ?? -1] ?? null);
  return (
    <ConfigurationPanel
      gpus={gpus}
      gpuId={selection.gpuId}
      metrics={metrics}
      onChoose={selection.choose}
    />
  );
}

function MissingGpu({ selection: { missing, gpuId } }: { selection: Selection }) {
  return (
    <Notice look="warning" title={`This machine has no GPU ${missing}.`}>
      {gpuId !== null && `GPU ${gpuId} is shown instead.`}
    </Notice>
  );
}
