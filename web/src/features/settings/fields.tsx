import { type ReactNode, useId } from 'react';
import { changeSettings, type ranges, type Settings, useSettings } from '@/lib/settings';

const control = 'h-9 rounded-lg border border-slate-700 bg-slate-900 px-3 text-slate-100';

interface FieldProps {
  label: string;
  hint?: ReactNode;
}

interface ChoiceProps<K extends keyof Settings> extends FieldProps {
  name: K;
  options: [Settings[K], string][];
}

/// A setting of a few values.
export function Choice<K extends keyof Settings>({ name, label, hint, options }: ChoiceProps<K>) {
  const id = useId();
  const value = useSettings((settings) => settings[name]);
  const choose = (index: number) => {
    const option = options[index];
    if (option) changeSettings({ [name]: option[0] });
  };
  return (
    <Row id={id} label={label} hint={hint}>
      <select
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        value={options.findIndex(([option]) => option === value)}
        onChange={({ target }) => choose(Number(target.value))}
        className={`${control} w-44`}
      >
        {options.map(([option, text], index) => (
          <option key={String(option)} value={index}>
            {text}
          </option>
        ))}
      </select>
    </Row>
  );
}

interface AmountProps extends FieldProps {
  name: keyof typeof ranges;
  range: { min: number; max: number };
  unit: string;
}

/// A setting in figures; one out of its range isn't taken.
export function Amount({ name, label, hint, range, unit }: AmountProps) {
  const id = useId();
  const value = useSettings((settings) => settings[name]);
  return (
    <Row id={id} label={label} hint={hint}>
      <span className="flex w-44 items-center gap-2">
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={range.min}
          max={range.max}
          defaultValue={value}
          key={value}
          required
          aria-describedby={`${id}-unit${hint ? ` ${id}-hint` : ''}`}
          onBlur={({ target }) => {
            if (target.checkValidity()) changeSettings({ [name]: target.valueAsNumber });
            else target.value = String(value);
          }}
          className={`${control} w-24 invalid:border-red-400`}
        />
        <span id={`${id}-unit`} className="text-sm text-slate-400">
          {unit}
        </span>
      </span>
    </Row>
  );
}

function Row({ id, label, hint, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
      <div className="min-w-40 flex-1">
        <label htmlFor={id} className="text-sm text-slate-200">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-xs text-slate-400">
            {hint}
          </p>
        )}
      </div>
      {children}
    </div>
  );
}
