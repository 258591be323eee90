import { ChevronDown, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

interface DropDownProps {
  label: string;
  icon: LucideIcon;
  disabled?: boolean;
  /// What is inside while it is open; `close` gives the focus back.
  children: (close: () => void) => ReactNode;
}

/// A button with something below it, which Escape and a click elsewhere close. On a small screen that
/// begins at the left of what surrounds the button.
export function DropDown({ label, icon: Icon, disabled = false, children }: DropDownProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const leave = ({ target }: Event) => {
      if (!box.current?.contains(target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    event.preventDefault();
    close();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys pressed inside come by here.
    <div ref={box} className="sm:relative" onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        disabled={disabled}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex h-8 cursor-pointer items-center gap-2 rounded bg-slate-800 px-3 text-sm text-slate-300 hover:bg-slate-700 hover:text-slate-100 disabled:cursor-default disabled:bg-slate-800 disabled:text-slate-400"
      >
        <Icon aria-hidden="true" className="size-4" />
        {label}
        <ChevronDown aria-hidden="true" className="size-3.5" />
      </button>
      {open && (
        <div
          id={id}
          className="absolute top-10 left-0 z-20 max-w-full rounded-lg border border-slate-700 bg-slate-900 floating sm:right-0 sm:left-auto sm:max-w-none"
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}
