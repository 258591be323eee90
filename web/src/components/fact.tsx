import type { ReactNode } from 'react';
import { classes } from '@/lib/classes';

interface FactProps {
  label: string;
  className?: string;
  children: ReactNode;
}

/// A label over its value, inside a `dl`.
export function Fact({ label, className, children }: FactProps) {
  return (
    <div
      className={classes(
        'row-span-2 grid min-w-0 grid-cols-1 grid-rows-subgrid gap-y-1',
        className,
      )}
      data-label={label}
    >
      <dt className="text-sm text-slate-400">{label}</dt>
      <dd className="text-sm break-words text-slate-100">{children}</dd>
    </div>
  );
}
