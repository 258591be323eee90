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
    <div className={classes('min-w-0', className)} data-label={label}>
      <dt className="mb-1 text-sm text-slate-400">{label}</dt>
      <dd className="text-sm break-words text-slate-100">{children}</dd>
    </div>
  );
}
