import { type ReactNode, useEffect } from 'react';
import { LiveIndicator } from './live_indicator';
import { PauseButton } from './pause_button';

/// A page's head: its title, and at the right how fresh its values are.
export function PageHeader({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · mimon`;
  }, [title]);
  return (
    <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <h1 className="text-2xl font-bold">{title}</h1>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <LiveIndicator />
        {children}
        <PauseButton />
      </div>
    </div>
  );
}
