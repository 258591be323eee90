import { useEffect, useRef } from 'react';
import { Later } from '@/components/later';
import { Notice } from '@/components/notice';
import { Panel } from '@/components/panel';
import { useViewMode, type ViewMode } from '@/features/compare/view_mode';
import { ViewModeSelector } from '@/features/compare/view_mode_selector';
import { ConfigurationPanel } from '@/features/gpu/configuration_panel';
import { type Selection, useSelection } from '@/features/gpu/selection';
import { part } from '@/lib/part';
import { useLive, useWatch } from '@/live/live_context';
import { GpuPanels } from './gpu_panels';
import { MonitorGrid } from './monitor_grid';
import { NoGpuNotice } from './no_gpu_notice';
import { PageHeader } from './page_header';
import { Stale } from './stale';
import { bringTrends, OverlaidTrends, Trends } from './trends';

const Comparison = part(async () => (await import('./comparison')).default);

/// Brings the parts of the page that its address names.
export function bringMonitor(): void {
  bringTrends();
  if (new URLSearchParams(window.location.search).get('view') === 'compare') Comparison.bring();
}

export function MonitorPage() {
  const gpuCount = useLive((state) => state.gpus?.length ?? null);
  const [mode, setMode] = useViewMode(gpuCount);
  const selection = useSelection();
  const compare = mode === 'compare';
  useWatch({
    gpuId: typeof selection.choice === 'number' ? selection.choice : null,
    everyGpu: compare,
    compared: compare,
  });
  useKeptFocus(mode);
  useComparisonAhead(gpuCount);
  return (
    <>
      <PageHeader title="System Monitoring & Configuration">
        <ViewModeSelector mode={mode} gpuCount={gpuCount} onChoose={setMode} />
      </PageHeader>
      <NoGpuNotice />
      <Stale>{compare ? <CompareView /> : <SingleView selection={selection} />}</Stale>
    </>
  );
}

/// Milliseconds after which the other view is brought, so that a switch need not wait for it.
const rest = 300;

/// The comparison is a click away where there are several GPUs.
function useComparisonAhead(gpuCount: number | null): void {
  const several = gpuCount !== null && gpuCount > 1;
  useEffect(() => {
    if (!several) return;
    const timer = setTimeout(Comparison.bring, rest);
    return () => clearTimeout(timer);
  }, [several]);
}

/// A card that leads to the single view goes away with the focus on it; the page takes it over.
function useKeptFocus(mode: ViewMode): void {
  const shown = useRef(mode);
  useEffect(() => {
    if (shown.current === mode) return;
    shown.current = mode;
    if (document.activeElement !== document.body) return;
    document.getElementById('main')?.focus();
    window.scrollTo(0, 0);
  }, [mode]);
}

function CompareView() {
  const known = useLive((state) => state.gpus !== null);
  return (
    <>
      <OverlaidTrends />
      {/* How high the trends are follows from how many GPUs there are: what stands below waits. */}
      {known ? (
        <>
          <Comparison soon={<ComparisonSoon />} />
          <Later>
            <MonitorGrid gpuId={null} withGpu={false} />
          </Later>
        </>
      ) : (
        <div className="min-h-dvh" />
      )}
    </>
  );
}

function ComparisonSoon() {
  return (
    <Panel title="Multi-GPU Comparison" loading={true}>
      <div className="min-h-dvh" />
    </Panel>
  );
}

function SingleView({ selection }: { selection: Selection }) {
  const available = useLive((state) => state.gpuAvailable);
  const withGpu = available !== false && selection.choice !== 'cpu';
  return (
    <>
      {selection.missing !== null && available && <MissingGpu selection={selection} />}
      {available !== false && <Configuration selection={selection} />}
      <Trends gpuId={selection.gpuId} withGpu={withGpu} />
      {withGpu && <GpuPanels gpuId={selection.gpuId} />}
      <Later>
        <MonitorGrid gpuId={selection.gpuId} withGpu={withGpu} />
      </Later>
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
