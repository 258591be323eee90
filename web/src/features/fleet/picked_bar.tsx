import { CircleX } from 'lucide-react';
import { setSearchParam } from '@/lib/router';
import type { Picked } from './address';

const floating = { bottom: '1rem', width: 'fit-content', boxShadow: '0 8px 24px #000a' };

/// Says how many GPUs are picked, and leads to their comparison; stays in sight.
export function PickedBar({ picked }: { picked: Picked }) {
  const count = picked.gpus.length;
  if (count === 0) return null;
  return (
    <section
      aria-label="Picked GPUs"
      className="sticky z-20 mx-auto flex max-w-full items-center gap-3 rounded-lg border border-emerald-500/40 bg-slate-900 px-4 py-2 text-sm"
      style={floating}
    >
      <span role="status">
        {count} {count === 1 ? 'GPU' : 'GPUs'} picked{picked.full && ', no more fit'}
      </span>
      <button
        type="button"
        onClick={() => setSearchParam('view', 'compare')}
        className="h-9 cursor-pointer rounded-lg bg-emerald-700 px-4 text-white hover:bg-emerald-600"
      >
        Compare
      </button>
      <button
        type="button"
        onClick={picked.clear}
        className="flex h-9 cursor-pointer items-center gap-1 rounded-lg px-2 text-slate-300 hover:bg-slate-800"
      >
        <CircleX aria-hidden="true" className="size-4" />
        Clear
      </button>
    </section>
  );
}
