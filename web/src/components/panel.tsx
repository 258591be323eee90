import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { classes } from '@/lib/classes';
import { Loading } from './loading';

interface PanelProps {
  title: string;
  icon?: LucideIcon;
  iconClass?: string;
  /// What stands at the right of the head: a headline figure, a count.
  aside?: ReactNode;
  loading?: boolean;
  className?: string;
  children: ReactNode;
}

/// A titled region of the page.
export function Panel({
  title,
  icon: Icon,
  iconClass,
  aside,
  loading = false,
  className,
  children,
}: PanelProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      aria-busy={loading}
      className={classes(
        'min-w-0 rounded-lg border border-slate-800 bg-slate-900/50 p-4 sm:p-6',
        className,
      )}
    >
      <Loading value={loading}>
        <div className="mb-4 flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-2">
          <h2 id={id} className="flex min-w-0 items-center gap-2 text-base font-semibold">
            {Icon && <Icon aria-hidden="true" className={classes('size-5 shrink-0', iconClass)} />}
            <span className="truncate">{title}</span>
          </h2>
          {aside}
        </div>
        {children}
      </Loading>
    </section>
  );
}
