import { TrendingUp } from 'lucide-react';
import { useCallback, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { type Stretch, within } from '@/charts/stretch';
import { Panel } from '@/components/panel';
import { useSettings } from '@/lib/settings';
import type { HistoryState, Question } from '@/live/history/state';
import { useHistoryStore, useQuestion } from '@/live/history/use_history';
import { useLive } from '@/live/live_context';
import { ChartGrid } from './chart_grid';
import { addedChart, type Chart, defaultCharts } from './charts';
import { ExportMenu } from './export_menu';
import { MetricPicker } from './metric_picker';
import { Quiet } from './quiet';
import { RangeButtons } from './range_buttons';
import { ChartsSkeleton } from './skeleton';
import { StatusLine } from './status_line';
import { ranges, showCharts, showZoom, useView, type View } from './view';
import { Warnings } from './warnings';

/// As many points as a second each for an hour, and no chart is wider.
const points = 4000;
/// Of many lines in one chart, where seconds hide one another: an hour's are means of ten seconds.
const pointsOfMany = 1500;
/// GPUs from which on there are many lines.
const many = 3;

/// Values over time: of these GPUs and the machine; of the machine alone for none. `null` while
/// the GPUs are not known.
export function HistoryPanel({ gpus }: { gpus: readonly number[] | null }) {
  const view = useView();
  const store = useHistoryStore();
  const state = useStore(store);
  const charts = useCharts(state.catalog, gpus, view.charts);
  useQuestion(store, useAsked(view, charts, (gpus?.length ?? 0) < many ? points : pointsOfMany));
  useEscape(view.zoom !== null);
  const onZoom = useCallback(
    (stretch: Stretch) => showZoom(within(stretch, store.getState().overview)),
    [store],
  );
  const off = state.recording?.state === 'off';
  const remove = (id: string) => showCharts(view.charts.filter((one) => one !== id));
  return (
    <Panel
      title="Historical Trends"
      icon={TrendingUp}
      iconClass="text-emerald-400"
      aside={
        !off && (
          <div className="relative flex flex-wrap items-center gap-2">
            <MetricPicker catalogue={state.catalog ?? []} gpus={gpus ?? []} chosen={view.charts} />
            <ExportMenu charts={charts ?? []} state={state} zoom={view.zoom} />
            <RangeButtons range={view.range} />
          </div>
        )
      }
    >
      {off ? (
        <Off />
      ) : (
        <>
          <StatusLine view={view} state={state} onZoom={onZoom} />
          <Warnings state={state} />
          <Body
            gpus={gpus?.length ?? 1}
            view={view}
            charts={charts}
            state={state}
            onRemove={remove}
            onZoom={onZoom}
          />
        </>
      )}
    </Panel>
  );
}

interface BodyProps {
  gpus: number;
  view: View;
  charts: readonly Chart[] | null;
  state: HistoryState;
  onRemove(id: string): void;
  onZoom(stretch: Stretch): void;
}

function Body({ gpus, view, charts, state, onRemove, onZoom }: BodyProps) {
  const zoom = useCallback((from: number, to: number) => onZoom({ from, to }), [onZoom]);
  const connecting = useLive(({ status }) => status.state === 'connecting');
  const shown = (view.zoom === null ? null : state.detail) ?? state.overview;
  const expected = 3 + view.charts.length;
  if (charts === null || shown === null) {
    if (state.error === null || connecting) return <ChartsSkeleton count={expected} gpus={gpus} />;
    return (
      <Quiet count={expected} gpus={gpus}>
        History cannot be shown at the moment.
      </Quiet>
    );
  }
  if (shown.times.length === 0 && view.zoom === null) {
    return (
      <Quiet count={expected} gpus={gpus}>
        Collecting data… Charts will appear shortly
      </Quiet>
    );
  }
  return (
    <ChartGrid
      charts={charts}
      data={shown}
      stretch={view.zoom ?? shown}
      busy={state.busy}
      removable={view.charts}
      onRemove={onRemove}
      onZoom={zoom}
      onReset={showWhole}
    />
  );
}

const showWhole = () => showZoom(null);

function Off() {
  return (
    <p className="py-8 text-center text-sm text-slate-300">
      History is off: mimon was started with <code className="figure">--history off</code>. Start it
      without to record values and see them here.
    </p>
  );
}

function useCharts(
  catalogue: HistoryState['catalog'],
  gpus: readonly number[] | null,
  added: readonly string[],
): readonly Chart[] | null {
  const palette = useSettings((settings) => settings.palette);
  const temperatureUnit = useSettings((settings) => settings.temperatureUnit);
  return useMemo(() => {
    const look = { palette, temperatureUnit };
    if (catalogue === null || gpus === null) return null;
    const more = added
      .map((id) => addedChart(catalogue, gpus, id, look))
      .filter((one) => one !== null);
    return [...defaultCharts(catalogue, gpus, look), ...more];
  }, [catalogue, gpus, added, palette, temperatureUnit]);
}

function useAsked(
  { range, zoom }: View,
  charts: readonly Chart[] | null,
  points: number,
): Question | null {
  return useMemo(() => {
    if (charts === null) return null;
    const all = charts.flatMap((chart) => chart.series);
    const series = [...new Map(all.map((one) => [one.key, one])).values()];
    return { span: ranges[range], zoom, series, points };
  }, [range, zoom, charts, points]);
}

/// Escape goes back to the whole range, unless something that it closes is open.
function useEscape(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) showZoom(null);
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [active]);
}
