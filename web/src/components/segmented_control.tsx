import { useId } from 'react';
import { classes } from '@/lib/classes';

export interface Segment<T extends string> {
  value: T;
  label: string;
  /// Why it can't be chosen; it can where this is absent.
  disabledBecause?: string;
}

interface SegmentedControlProps<T extends string> {
  label: string;
  value: T;
  options: Segment<T>[];
  onChoose(value: T): void;
}

/// One choice of a few, side by side: radio buttons, so that the arrow keys move it.
export function SegmentedControl<T extends string>({
  label,
  value,
  options,
  onChoose,
}: SegmentedControlProps<T>) {
  const id = useId();
  return (
    <fieldset className="flex min-w-0 rounded-lg bg-slate-800 p-1 text-sm">
      <legend className="sr-only">{label}</legend>
      {options.map(({ value: option, label: text, disabledBecause }) => (
        <label
          key={option}
          title={disabledBecause}
          className={classes(
            'rounded px-3 py-1 whitespace-nowrap has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-emerald-400',
            option === value ? 'bg-emerald-700 text-white' : 'text-slate-300',
            disabledBecause ? 'cursor-not-allowed opacity-60' : 'cursor-pointer',
            !disabledBecause && option !== value && 'hover:text-slate-100',
          )}
        >
          <input
            type="radio"
            name={id}
            checked={option === value}
            disabled={disabledBecause !== undefined}
            aria-describedby={disabledBecause && `${id}-${option}`}
            onChange={() => onChoose(option)}
            className="sr-only"
          />
          {text}
        </label>
      ))}
      {options.map(
        ({ value: option, disabledBecause }) =>
          disabledBecause && (
            <span key={option} id={`${id}-${option}`} className="sr-only">
              {disabledBecause}
            </span>
          ),
      )}
    </fieldset>
  );
}
