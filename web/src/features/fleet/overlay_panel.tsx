import { TrendingUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { FleetGpuId } from '@/api/history';
import { coloursOf } from '@/charts/colours';
import { type Line, lookOf } from '@/charts/lines';
import type { ScaleKind } from '@/charts/scale';
import { type Stretch, within } from '@/charts/stretch';
import { StretchButtons } from '@/charts/stretch_buttons';
import { TimeSeries } from '@/charts/time_series';
import { Notice } from '@/components/notice';
import { Panel } from '@/components/panel';
import { classes } from '@/lib/classes';
import { useSettings } from '@/lib/settings';
import { useColumns } from '@/lib/use_columns';
import { keyOf, type Range, ranges, useOverlay, wholeOf } from './overlay';

interface Plan {
  title: string;
  metric: string;
  unit: string;
  scale: ScaleKind;
  /// What is drawn of the host beside its GPUs.
  host?: { metric: string; label: string };
}

const plans: readonly Plan[] = [
  {
    title: 'Utilization',
    metric: 'utilization',
    unit: 'percent',
    scale: 'percent',
    host: { metric: 'cpu.percent', label: 'CPU' },
  },
  {
    title: 'Memory Usage',
    metric: 'memory.used_percent',
    unit: 'percent',
    scale: 'percent',
    host: { metric: 'ram.used_percent', label: 'RAM' },
  },
  { title: 'Temperature', metric: 'temperature', unit: 'celsius', scale: 'hundred' },
  { title: 'Power', metric: 'power.usage', unit: 'watts', scale: 'zero' },
];

interface OverlayPanelProps {
  title: string;
  gpus: readonly FleetGpuId[];
  /// The host that is shown alone: its GPUs need no other name, and its CPU and memory are drawn.
  host?: string;
}

/// GPUs of any hosts over time, all in the same charts.
export function OverlayPanel({ title, gpus, host }: OverlayPanelProps) {
  const [range, setRange] = useState<Range>('1h');
  const [zoom, setZoom] = useState<Stretch | null>(null);
  const { data, from, to, error, busy } = useOverlay({ gpus, host: host ?? null, range, zoom });
  const charts = useCharts(gpus, host);
  const columns = useColumns() > 1 ? 2 : 1;
  const look = (stretch: Stretch) => setZoom(within(stretch, wholeOf(range)));
  return (
    <Panel
      title={title}
      icon={TrendingUp}
      iconClass="text-emerald-400"
      aside={
        <div className="flex flex-wrap items-center gap-2">
          <StretchButtons stretch={{ from, to }} zoomed={zoom !== null} onZoom={look} />
          <Ranges
            range={range}
            onChoose={(next) => {
              setRange(next);
              setZoom(null);
            }}
          />
        </div>
      }
    >
      {error !== null && (
        <div className="mb-4">
          <Notice look="warning" title="History cannot be read.">
            {error}
          </Notice>
        </div>
      )}
      <div
        className="grid gap-x-6 gap-y-8"
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        {charts.map(({ plan, lines }) => (
          <TimeSeries
            key={plan.metric}
            title={plan.title}
            lines={lines}
            data={data}
            from={from}
            to={to}
            scale={plan.scale}
            unit={plan.unit}
            waiting={busy}
            onZoom={(start, end) => look({ from: start, to: end })}
            onReset={() => setZoom(null)}
          />
        ))}
      </div>
    </Panel>
  );
}

function useCharts(gpus: readonly FleetGpuId[], host: string | undefined) {
  const palette = useSettings((settings) => settings.palette);
  const asked = JSON.stringify(gpus);
  return useMemo(() => {
    const list = JSON.parse(asked) as FleetGpuId[];
    return plans
      .map((plan) => {
        const lines: Line[] = list.map((gpu, index) => ({
          key: keyOf(gpu.host, gpu.gpu, plan.metric),
          label: host === undefined ? `${gpu.host} GPU ${gpu.gpu}` : `GPU ${gpu.gpu}`,
          ...lookOf(index, palette),
        }));
        if (host !== undefined && plan.host) {
          const key = keyOf(host, null, plan.host.metric);
          // With every GPU a colour, the host has none of theirs.
          const { dash } = lookOf(list.length, palette);
          lines.push({ key, label: plan.host.label, colour: coloursOf(palette).host, dash });
        }
        return { plan, lines };
      })
      .filter(({ lines }) => lines.length > 0);
  }, [asked, host, palette]);
}

function Ranges({ range, onChoose }: { range: Range; onChoose(range: Range): void }) {
  return (
    <fieldset className="flex gap-2">
      <legend className="sr-only">Range</legend>
      {(Object.keys(ranges) as Range[]).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === range}
          onClick={() => onChoose(name)}
          className={classes(
            'h-8 cursor-pointer rounded px-3 text-sm',
            name === range
              ? 'bg-emerald-700 text-white'
              : 'bg-slate-800 text-slate-300 hover:bg-slate-700 hover:text-slate-100',
          )}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
