import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from '@/lib/classes';

const looks: Record<'info' | 'warning' | 'error', { icon: LucideIcon; className: string }> = {
  info: { icon: Info, className: 'border-slate-700 bg-slate-800/50 text-slate-200' },
  warning: {
    icon: TriangleAlert,
    className: 'border-yellow-500/40 bg-yellow-500/10 text-yellow-100',
  },
  error: { icon: CircleAlert, className: 'border-red-500/40 bg-[#1f0c18] text-red-100' },
};

interface NoticeProps {
  look: keyof typeof looks;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/// A message about the whole page, announced when it appears.
export function Notice({ look, title, children, action }: NoticeProps) {
  const { icon: Icon, className } = looks[look];
  return (
    <div
      role={look === 'error' ? 'alert' : 'status'}
      className={classes(
        'flex flex-wrap items-start gap-x-4 gap-y-3 rounded-lg border px-4 py-3 text-sm',
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-5 shrink-0" />
      <div className="min-w-48 flex-1 leading-5">
        <p className="font-medium">{title}</p>
        {children && <div className="mt-0.5 opacity-90">{children}</div>}
      </div>
      {action}
    </div>
  );
}
