import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { classes } from '@/lib/classes';
import { Loading } from './loading';
import { ReasonList, ReasonsButton, useReasons } from './reasons';

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
  const section = useRef<HTMLElement>(null);
  const { whys, toggle } = useReasons(section);
  return (
    <section
      ref={section}
      aria-labelledby={id}
      aria-busy={loading}
      className={classes(
        'group/panel min-w-0 rounded-lg border border-slate-800 bg-slate-900/50 p-4 sm:p-6',
        className,
      )}
    >
      <Loading value={loading}>
        <div className="mb-4 flex min-h-8 flex-wrap items-center justify-between gap-x-2 gap-y-2">
          <div className="flex min-w-0 items-center gap-1">
            <h2 id={id} className="flex min-w-0 items-center gap-2 text-base font-semibold">
              {Icon && (
                <Icon aria-hidden="true" className={classes('size-5 shrink-0', iconClass)} />
              )}
              <span className="truncate">{title}</span>
            </h2>
            <ReasonsButton title={title} open={whys !== null} onClick={toggle} />
          </div>
          {aside}
        </div>
        {whys !== null && <ReasonList whys={whys} />}
        {children}
      </Loading>
    </section>
  );
}
