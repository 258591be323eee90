import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { changeSettings, choices, defaultSettings, ranges } from '@/lib/settings';
import { Amount, Choice } from './fields';

const seconds = choices.interval.map((value): [number, string] => [
  value,
  value === 1 ? 'Every second' : `Every ${value} seconds`,
]);

/// The settings; each takes effect at once.
export default function SettingsDialog({ onClose }: { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      onClose={onClose}
      className="m-auto max-h-[90dvh] w-[min(36rem,calc(100vw-2rem))] overflow-y-auto rounded-lg border border-slate-700 bg-slate-950 p-6 text-slate-100 backdrop:bg-black/60"
    >
      <form method="dialog" className="space-y-6">
        <div className="flex items-center justify-between">
          <h2 id={title} className="text-lg font-semibold">
            Settings
          </h2>
          <button
            type="submit"
            formNoValidate
            aria-label="Close"
            className="cursor-pointer rounded-lg p-2 text-slate-400 hover:bg-slate-800 hover:text-slate-100"
          >
            <X aria-hidden="true" className="size-5" />
          </button>
        </div>
        <Updates />
        <Look />
        <Alerts />
        <div className="flex flex-wrap items-center justify-between gap-3 border-t border-slate-800 pt-4">
          <p className="text-xs text-slate-400">Kept in this browser.</p>
          <span className="flex gap-3 text-sm">
            <button
              type="button"
              onClick={() => changeSettings(defaultSettings)}
              className="h-9 cursor-pointer rounded-lg border border-slate-600 px-3 hover:bg-slate-800"
            >
              Reset to defaults
            </button>
            <button
              type="submit"
              formNoValidate
              className="h-9 cursor-pointer rounded-lg bg-emerald-700 px-4 text-white hover:bg-emerald-600"
            >
              Done
            </button>
          </span>
        </div>
      </form>
    </dialog>
  );
}

function Updates() {
  return (
    <Group title="Updates">
      <Choice
        name="interval"
        label="Update interval"
        hint="Every second is pushed by the server; longer ones are asked for."
        options={seconds}
      />
      <Choice
        name="autoRefresh"
        label="Automatic updates"
        options={[
          [true, 'On'],
          [false, 'Off'],
        ]}
      />
    </Group>
  );
}

function Look() {
  return (
    <Group title="Look">
      <Choice
        name="temperatureUnit"
        label="Temperatures"
        options={[
          ['celsius', '°C'],
          ['fahrenheit', '°F'],
        ]}
      />
      <Choice
        name="palette"
        label="Colours"
        options={[
          ['standard', 'Standard'],
          ['colour-blind', 'Colour-blind safe'],
          ['contrast', 'High contrast'],
        ]}
      />
      <Choice
        name="motion"
        label="Movement"
        options={[
          ['system', 'As the system'],
          ['reduced', 'Reduced'],
        ]}
      />
    </Group>
  );
}

function Alerts() {
  return (
    <Group title="Called out, once it has lasted ten seconds">
      <Amount
        name="temperatureAlert"
        label="Temperature above"
        unit="°C"
        range={ranges.temperatureAlert}
      />
      <Amount name="memoryAlert" label="GPU memory above" unit="%" range={ranges.memoryAlert} />
      <Amount
        name="utilizationAlert"
        label="Utilization from"
        unit="%"
        range={ranges.utilizationAlert}
      />
      <Amount
        name="heldMinutes"
        label="Held GPU memory after"
        hint="A process that has not used its GPU for so long."
        unit="minutes"
        range={ranges.heldMinutes}
      />
    </Group>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="space-y-3">
      <legend className="mb-3 text-sm font-semibold text-slate-300">{title}</legend>
      {children}
    </fieldset>
  );
}
