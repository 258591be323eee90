import { type ReactNode, useEffect } from 'react';
import { LiveIndicator } from './live_indicator';
import { PauseButton } from './pause_button';

interface PageHeaderProps {
  title: string;
  /// Whether the page shows this machine, so that it says how fresh its values are.
  live?: boolean;
  /// Whether the page has values, which can be held still.
  values?: boolean;
  children?: ReactNode;
}

/// A page's head: its title, and at the right how fresh its values are.
export function PageHeader({ title, live = true, values = true, children }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · mimon`;
  }, [title]);
  return (
    <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <h1 className="text-2xl font-bold">{title}</h1>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {live && values && <LiveIndicator />}
        {children}
        {values && <PauseButton />}
      </div>
    </div>
  );
}
