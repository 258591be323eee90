import type { ReactNode } from 'react';
import { isKnown, type Maybe } from '@/lib/absent';
import { classes } from '@/lib/classes';
import { Bar } from './bar';
import { Figure } from './figure';
import type { Tone } from './tones';

interface MeterProps {
  label: string;
  value: Maybe<number>;
  /// What a full bar stands for.
  max?: Maybe<number>;
  tone: Tone;
  format: (value: number) => string;
  reason?: string;
  size?: 'large' | 'medium' | 'small';
  hint?: ReactNode;
  /// A word beside the label, such as how the value fares.
  note?: Maybe<string>;
  /// A line across the bar at this per cent of it.
  tick?: Maybe<number>;
  /// What stands before the figure.
  mark?: ReactNode;
  /// Overrides the figure's colour.
  figureClass?: string;
  labelClass?: string;
}

/// A labelled value over its bar, with an optional line of explanation below.
export function Meter({
  label,
  value,
  max = 100,
  tone,
  format,
  reason,
  size,
  hint,
  note,
  tick,
  mark,
  figureClass = tone.text,
  labelClass,
}: MeterProps) {
  return (
    <div className="min-w-0" data-label={label}>
      <div className="mb-2 flex items-baseline justify-between gap-3 text-sm">
        <span className={classes('truncate text-slate-400', labelClass)} title={label}>
          {label}
          {note && <span className="ml-2 text-xs">{note}</span>}
        </span>
        <span className="flex shrink-0 items-baseline gap-2">
          {mark}
          <Figure value={value} format={format} reason={reason} className={figureClass} />
        </span>
      </div>
      <Bar
        label={label}
        value={value}
        max={max}
        tone={tone}
        size={size}
        tick={tick}
        text={isKnown(value) ? format(value) : undefined}
      />
      {hint !== undefined && <p className="mt-1 text-xs text-slate-400">{hint}</p>}
    </div>
  );
}
