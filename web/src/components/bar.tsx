import type { HTMLAttributes } from 'react';
import { isKnown, type Maybe } from '@/lib/absent';
import { classes } from '@/lib/classes';
import type { Tone } from './tones';

const heights = { large: 'h-3', medium: 'h-2', small: 'h-1' };

interface BarProps {
  label: string;
  value: Maybe<number>;
  max: Maybe<number>;
  tone: Tone;
  size?: keyof typeof heights;
  /// The value in words for those who can't see the bar.
  text?: string;
  /// A line across the bar at this per cent of it.
  tick?: Maybe<number>;
}

/// A horizontal bar. It is no `progressbar`, whose every change screen readers tell by a beep. Without a
/// value it is empty and left to the eye: the figure beside it says so.
export function Bar({ label, value, max, tone, size = 'large', text, tick }: BarProps) {
  const share = isKnown(value) && isKnown(max) && max > 0 ? shareOf(value, max) : null;
  const meaning: HTMLAttributes<HTMLDivElement> =
    share === null
      ? {}
      : {
          role: 'meter',
          'aria-label': label,
          'aria-valuemin': 0,
          'aria-valuemax': 100,
          'aria-valuenow': share,
          'aria-valuetext': text ?? `${share}%`,
        };
  return (
    <div
      {...meaning}
      className={classes(
        'relative w-full overflow-hidden rounded-full bg-slate-800',
        heights[size],
      )}
    >
      <div
        className={classes(
          'fade-right h-full rounded-full transition-[translate] duration-500 ease-out',
          tone.bar,
        )}
        // Unlike a width, this moves without a new layout. At nothing its rounded end is out of sight.
        style={{ translate: `${(share || -1) - 100}%` }}
      />
      {isKnown(tick) && (
        <div
          className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-slate-100 outline outline-slate-900"
          style={{ left: `${shareOf(tick, 100)}%` }}
        />
      )}
    </div>
  );
}

function shareOf(value: number, max: number): number {
  return Math.round(Math.min(100, Math.max(0, (value / max) * 100)) * 10) / 10;
}
