import type { Maybe } from '@/lib/absent';
import { isKnown } from '@/lib/absent';
import { classes } from '@/lib/classes';
import { unknownReason } from '@/lib/reasons';
import { Placeholder, useLoading } from './loading';

/// `N/A`, with why for the pointer and for those who listen; the panel's `Reasons` has it for others.
export function NotAvailable({ reason = unknownReason }: { reason?: string }) {
  return (
    <span className="cursor-help text-slate-400" title={reason} data-reason={reason}>
      N/A<span className="sr-only">: {reason}</span>
    </span>
  );
}

interface FigureProps<T> {
  value: Maybe<T>;
  format: (value: T) => string;
  reason?: string;
  className?: string;
  placeholder?: string;
  /// `text` for words and for the large figures, `mono` for figures in columns.
  type?: 'mono' | 'text';
}

/// One value as text: the figure, `N/A` where it is absent, a placeholder before it is known.
export function Figure<T>({
  value,
  format,
  reason,
  className,
  placeholder,
  type = 'mono',
}: FigureProps<T>) {
  const loading = useLoading();
  const look = classes(type === 'mono' ? 'figure' : 'tabular-nums', className);
  if (isKnown(value)) return <span className={look}>{format(value)}</span>;
  return (
    <span className={look}>
      {loading ? <Placeholder width={placeholder} /> : <NotAvailable reason={reason} />}
    </span>
  );
}
