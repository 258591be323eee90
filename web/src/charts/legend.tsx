import { classes } from '@/lib/classes';
import type { Line } from './lines';

interface LegendProps {
  lines: readonly Line[];
  /// Each line's value as text.
  values: readonly string[];
}

/// Up to so many lines stand beside one another, centred; more of them in columns.
const few = 3;

/// Which line is which, with the values under the crosshair, or the latest.
export function Legend({ lines, values }: LegendProps) {
  return (
    <ul
      className={classes(
        'mt-1 gap-y-1 text-xs text-slate-300',
        lines.length > few
          ? 'grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-x-3'
          : 'flex flex-wrap justify-center gap-x-5 pl-14',
      )}
    >
      {lines.map((line, index) => (
        <li key={line.key} className="flex min-w-0 items-center gap-2">
          <Stroke colour={line.colour} dash={line.dash} />
          <span className="truncate">{line.label}</span>
          <span className="figure min-w-[6ch] text-slate-100">{values[index]}</span>
        </li>
      ))}
    </ul>
  );
}

/// A piece of the line, with its dash.
export function Stroke({ colour, dash }: Pick<Line, 'colour' | 'dash'>) {
  return (
    <svg aria-hidden="true" width="24" height="8" className="shrink-0">
      <line
        x1="0"
        y1="4"
        x2="24"
        y2="4"
        stroke={colour}
        strokeWidth="2"
        strokeDasharray={dash.join(' ')}
      />
    </svg>
  );
}
