import type { KeyboardEvent } from 'react';
import type { Line } from './lines';
import { lookedAt, moved } from './moments';
import type { Cursor } from './plot';
import type { Stretch } from './stretch';
import { inWords } from './summary';

interface MomentProps {
  title: string;
  lines: readonly Line[];
  times: readonly number[];
  stretch: Stretch;
  cursor: Cursor | null;
  format: (value: number) => string;
  at: number | null;
  onMove(at: number | null): void;
  onZoom(from: number, to: number): void;
}

/// Takes the keyboard's focus for a chart, moves its crosshair and looks closer. A slider's text is told when a
/// key changes it, and only then: the moment stays the same while newer values come.
export function Moment(props: MomentProps) {
  const { title, lines, times, stretch, cursor, format, at, onMove, onZoom } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = moved(event, times, stretch, at);
    const look = lookedAt(event, stretch, at);
    if (next === undefined && look === undefined) return;
    event.preventDefault();
    if (next !== undefined) onMove(next);
    if (look !== undefined) onZoom(look.from, look.to);
  };
  const shown = at !== null && cursor?.here ? inWords(cursor, lines, format) : null;
  const share = at === null ? 1 : (at - stretch.from) / (stretch.to - stretch.from);
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`Moment in ${title}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={shown ?? 'None: arrow keys choose one, plus looks closer'}
      onKeyDown={onKeyDown}
      onBlur={() => onMove(null)}
      className="pointer-events-none absolute inset-0"
    />
  );
}
