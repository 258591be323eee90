import type { ReactNode } from 'react';
import { classes } from '@/lib/classes';

const looks = {
  neutral: 'border-slate-600 bg-slate-800 text-slate-200',
  good: 'border-emerald-500/40 bg-emerald-500/10 text-emerald-300',
  info: 'border-blue-400/40 bg-blue-500/10 text-blue-200',
  warning: 'border-yellow-400/50 bg-yellow-400/10 text-yellow-200',
  critical: 'border-red-400/50 bg-red-500/10 text-red-200',
};

export type BadgeLook = keyof typeof looks;

/// A short word in a frame.
export function Badge({ look, children }: { look: BadgeLook; children: ReactNode }) {
  return (
    <span
      className={classes(
        'inline-flex shrink-0 items-center gap-1 rounded border px-2 py-0.5 text-xs font-medium whitespace-nowrap',
        looks[look],
      )}
    >
      {children}
    </span>
  );
}
