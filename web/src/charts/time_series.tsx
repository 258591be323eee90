import { memo, type ReactNode, useMemo, useState } from 'react';
import { type Columns, firstFrom } from '@/lib/columns';
import { Legend } from './legend';
import type { Line } from './lines';
import { Moment } from './moment';
import { type Cursor, Plot } from './plot';
import type { ScaleKind } from './scale';
import { describe, summarise } from './summary';
import { Tooltip } from './tooltip';
import { formatOf } from './units';

export interface TimeSeriesProps {
  title: string;
  lines: readonly Line[];
  data: Columns;
  /// What the time axis shows, in seconds since 1970.
  from: number;
  to: number;
  scale: ScaleKind;
  /// As the catalogue names it.
  unit: string;
  height?: number;
  /// What stands at the right of the caption.
  aside?: ReactNode;
  /// Whether an answer is under way that may bring values.
  waiting?: boolean;
  onZoom(from: number, to: number): void;
  onReset(): void;
}

/// A chart of values over time. Charts on one page share their crosshair; dragging asks to zoom,
/// as `+` and `-` do, a double click to go back.
export const TimeSeries = memo(function TimeSeries(props: TimeSeriesProps) {
  const { title, lines, data, from, scale, unit, height = 200, aside, waiting = false } = props;
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const format = formatOf(unit).value;
  const summaries = useMemo(() => {
    const first = firstFrom(data.times, from);
    return lines.map(({ key }) => summarise(data.columns[key], first));
  }, [lines, data, from]);
  const values = lines.map((_, index) => {
    const value = cursor ? cursor.lines[index]?.value : summaries[index]?.latest;
    return value == null ? '–' : format(value);
  });
  const empty = summaries.every(({ latest }) => latest === null);
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex min-h-6 items-center justify-between gap-3 text-sm text-slate-300">
        {title}
        {aside}
      </figcaption>
      <div className="relative" onPointerMove={() => setAt(null)}>
        <div role="img" aria-label={describe(title, lines, summaries, format)}>
          <Plot
            lines={lines}
            data={data}
            from={from}
            to={props.to}
            scale={scale}
            unit={unit}
            height={height}
            at={at}
            onCursor={setCursor}
            onZoom={props.onZoom}
            onReset={props.onReset}
          />
        </div>
        {(!empty || at !== null) && (
          <Moment
            title={title}
            lines={lines}
            times={data.times}
            stretch={props}
            cursor={cursor}
            format={format}
            at={at}
            onMove={setAt}
            onZoom={props.onZoom}
          />
        )}
        {empty && (
          <p className="pointer-events-none absolute inset-0 grid place-items-center pb-7 pl-14 text-sm text-slate-400">
            {waiting ? 'Loading…' : 'No values in this range'}
          </p>
        )}
        {cursor?.here && !empty && <Tooltip cursor={cursor} lines={lines} format={format} />}
      </div>
      <Legend lines={lines} values={values} />
    </figure>
  );
});
