import { Settings } from 'lucide-react';
import { useState } from 'react';
import { part } from '@/lib/part';

const SettingsDialog = part(async () => (await import('./settings_dialog')).default);

/// Opens the settings, which come on their own when they are first wanted.
export function SettingsButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="flex h-9 cursor-pointer items-center gap-2 rounded-lg bg-slate-800 px-3 text-sm text-slate-200 hover:bg-slate-700"
      >
        <Settings aria-hidden="true" className="size-4" />
        <span className="sr-only sm:not-sr-only">Settings</span>
      </button>
      {open && <SettingsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
