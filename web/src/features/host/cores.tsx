import { NotAvailable } from '@/components/figure';
import { useLoading } from '@/components/loading';
import { isKnown, type Maybe } from '@/lib/absent';
import { formatPercent } from '@/lib/format';

interface CoresProps {
  perCore: Maybe<number>[] | undefined;
  reason: string;
}

/// A small upright bar for each logical CPU.
export function Cores({ perCore, reason }: CoresProps) {
  const loading = useLoading();
  if (!perCore?.length && !loading) return <NotAvailable reason={reason} />;
  const known = (perCore ?? []).filter(isKnown);
  const busiest = known.length > 0 ? Math.max(...known) : null;
  return (
    <div>
      <div className="mb-2 flex justify-between text-sm text-slate-400">
        <span>Per Core</span>
        <span className="figure">
          {busiest !== null && `${known.length} cores, busiest ${formatPercent(busiest)}`}
        </span>
      </div>
      <ul aria-label="CPU utilization per core" className="flex h-12 items-end gap-px sm:gap-0.5">
        {perCore?.map((percent, core) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the core
          <Core key={core} core={core} percent={percent} />
        ))}
      </ul>
    </div>
  );
}

function Core({ core, percent }: { core: number; percent: Maybe<number> }) {
  const text = `Core ${core}: ${isKnown(percent) ? formatPercent(percent) : 'N/A'}`;
  return (
    <li
      title={text}
      className="flex h-full max-w-24 min-w-0 flex-1 items-end overflow-hidden rounded-sm bg-slate-800"
    >
      <span className="sr-only">{text}</span>
      <span
        className="fade-cyan fade-up size-full transition-[translate] duration-500"
        style={{ translate: `0 ${100 - (percent || -1)}%` }}
      />
    </li>
  );
}
