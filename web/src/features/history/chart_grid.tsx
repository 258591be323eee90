import { X } from 'lucide-react';
import { TimeSeries } from '@/charts/time_series';
import type { Columns } from '@/lib/columns';
import type { Stretch } from '@/live/history/state';
import type { Chart } from './charts';
import { useChartColumns } from './layout';

interface ChartGridProps {
  charts: readonly Chart[];
  data: Columns;
  /// What the time axes show.
  stretch: Stretch;
  busy: boolean;
  /// Charts that a person added, and may take away again.
  removable: readonly string[];
  onRemove(id: string): void;
  /// The same from one drawing to the next, as `onReset`, so that a chart is drawn anew only for its
  /// data.
  onZoom(from: number, to: number): void;
  onReset(): void;
}

export function ChartGrid(props: ChartGridProps) {
  const { charts, data, stretch, busy, removable, onRemove, onZoom, onReset } = props;
  const columns = useChartColumns(charts.length);
  return (
    <div className="grid gap-x-6 gap-y-8" style={{ gridTemplateColumns: columns }}>
      {charts.map(({ id, title, lines, scale, unit }) => (
        <TimeSeries
          key={id}
          title={title}
          lines={lines}
          data={data}
          from={stretch.from}
          to={stretch.to}
          scale={scale}
          unit={unit}
          waiting={busy}
          aside={removable.includes(id) && <Remove title={title} onClick={() => onRemove(id)} />}
          onZoom={onZoom}
          onReset={onReset}
        />
      ))}
    </div>
  );
}

function Remove({ title, onClick }: { title: string; onClick(): void }) {
  return (
    <button
      type="button"
      aria-label={`Remove ${title}`}
      title="Remove this chart"
      onClick={onClick}
      className="grid size-6 shrink-0 cursor-pointer place-items-center rounded text-slate-400 hover:bg-slate-800 hover:text-slate-100"
    >
      <X aria-hidden="true" className="size-4" />
    </button>
  );
}
