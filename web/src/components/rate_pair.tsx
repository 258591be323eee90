import type { ReactNode } from 'react';
import type { Maybe } from '@/lib/absent';
import { Bar } from './bar';
import { Figure } from './figure';
import type { Tone } from './tones';

export interface Rate {
  label: string;
  /// The arrow or word before the figure.
  mark: string;
  value: Maybe<number>;
  tone: Tone;
  reason?: string;
}

interface RatePairProps {
  label: string;
  rates: [Rate, Rate];
  max: Maybe<number>;
  format: (value: number) => string;
  hint?: ReactNode;
}

/// Two opposite rates: both figures in one line, two thin bars on one scale.
export function RatePair({ label, rates, max, format, hint }: RatePairProps) {
  return (
    <div className="min-w-0">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span className="text-slate-400">{label}</span>
        <span className="flex flex-wrap gap-x-3 text-xs leading-5">
          {rates.map((rate) => (
            <span
              key={rate.label}
              className={`${rate.tone.text} whitespace-nowrap`}
              data-label={`${label}, ${rate.label}`}
            >
              <span className="sr-only">{rate.label} </span>
              <span aria-hidden="true">{rate.mark} </span>
              <Figure value={rate.value} format={format} reason={rate.reason} />
            </span>
          ))}
        </span>
      </div>
      <div className="space-y-1">
        {rates.map((rate) => (
          <Bar
            key={rate.label}
            label={`${label}: ${rate.label}`}
            value={rate.value}
            max={max}
            tone={rate.tone}
            size="small"
          />
        ))}
      </div>
      {hint !== undefined && <p className="mt-1 text-xs text-slate-400">{hint}</p>}
    </div>
  );
}
