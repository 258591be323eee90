import { classes } from '@/lib/classes';
import { type Range, ranges, showRange } from './view';

const names = Object.keys(ranges) as Range[];
const words: Record<Range, string> = {
  '1h': 'Last hour',
  '6h': 'Last 6 hours',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
};

/// How far back the charts reach.
export function RangeButtons({ range }: { range: Range }) {
  return (
    <fieldset className="flex gap-2">
      <legend className="sr-only">Range</legend>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === range}
          title={words[name]}
          onClick={() => showRange(name)}
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
