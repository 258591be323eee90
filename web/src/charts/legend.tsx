import type { Line } from './lines';

interface LegendProps {
  lines: readonly Line[];
  /// Each line's value as text.
  values: readonly string[];
}

/// Which line is which, with the values under the crosshair, or the latest.
export function Legend({ lines, values }: LegendProps) {
  return (
    <ul className="mt-1 flex flex-wrap justify-center gap-x-5 gap-y-1 pl-14 text-xs text-slate-300">
      {lines.map((line, index) => (
        <li key={line.key} className="flex items-center gap-2">
          <Stroke colour={line.colour} dash={line.dash} />
          {line.label}
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
