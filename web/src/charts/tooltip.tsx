import { Stroke } from './legend';
import type { Line } from './lines';
import type { Cursor, Reading } from './plot';
import { formatMoment } from './time';

interface TooltipProps {
  cursor: Cursor;
  lines: readonly Line[];
  format: (value: number) => string;
}

/// Pixels between the crosshair and the tooltip.
const distance = 12;

/// Below this width no side has room enough: the tooltip then slides along with the crosshair.
const narrow = 480;

/// The exact values at the crosshair, on the side of it that has more room.
export function Tooltip({ cursor, lines, format }: TooltipProps) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-2 z-10 rounded-lg border border-slate-700 bg-slate-950/95 px-3 py-2 text-xs floating"
      style={placeOf(cursor)}
    >
      <p className="figure mb-1 text-slate-400">{formatMoment(cursor.time)}</p>
      <table>
        <tbody>
          {lines.map((line, index) => (
            <tr key={line.key}>
              <td className="pr-2">
                <Stroke colour={line.colour} dash={line.dash} />
              </td>
              <td className="pr-3 whitespace-nowrap text-slate-300">{line.label}</td>
              <td className="figure text-right text-slate-100">
                <Value reading={cursor.lines[index]} format={format} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({
  reading,
  format,
}: { reading: Reading | undefined } & Pick<TooltipProps, 'format'>) {
  const { value = null, min = null, max = null } = reading ?? {};
  if (value === null) return 'no value';
  if (min === null || max === null || min === max) return format(value);
  return (
    <>
      {format(value)}
      <span className="text-slate-400">
        {' '}
        ({format(min)} to {format(max)})
      </span>
    </>
  );
}

function placeOf({ left, width }: Cursor): { left: number; transform: string } {
  if (width < narrow) return { left, transform: `translateX(-${(left / width) * 100}%)` };
  const onLeft = left > width / 2;
  return {
    left: left + (onLeft ? -distance : distance),
    transform: onLeft ? 'translateX(-100%)' : 'none',
  };
}
