import { ArrowDownNarrowWide, ArrowDownWideNarrow } from 'lucide-react';
import { useId } from 'react';
import type { ComparedMetric } from './metrics';
import type { Order } from './order';

interface SortControlProps {
  order: Order;
  metrics: ComparedMetric[];
  onSort(order: Order): void;
}

/// Chooses the metric that the cards are sorted by, and which end comes first.
export function SortControl({ order, metrics, onSort }: SortControlProps) {
  const id = useId();
  const Icon = order.descending ? ArrowDownWideNarrow : ArrowDownNarrowWide;
  const now = order.descending ? 'Highest first' : 'Lowest first';
  return (
    <div className="flex items-center gap-2 text-sm">
      <label htmlFor={id} className="whitespace-nowrap text-slate-400">
        Sort by
      </label>
      <select
        id={id}
        value={order.path ?? ''}
        onChange={({ target: { value } }) =>
          onSort({ path: value === '' ? null : value, descending: value !== '' })
        }
        className="h-8 min-w-0 rounded-lg border border-slate-700 bg-slate-900 px-2 text-slate-100"
      >
        <option value="">GPU Number</option>
        {metrics.map(({ path, label }) => (
          <option key={path} value={path}>
            {label}
          </option>
        ))}
      </select>
      <button
        type="button"
        onClick={() => onSort({ ...order, descending: !order.descending })}
        title={now}
        className="flex h-8 cursor-pointer items-center rounded-lg border border-slate-700 bg-slate-900 px-2 text-slate-300 hover:text-slate-100"
      >
        <Icon aria-hidden="true" className="size-4" />
        <span className="sr-only">{now}; turn round</span>
      </button>
    </div>
  );
}
