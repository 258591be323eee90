import { CircleHelp } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { classes } from '@/lib/classes';

interface Why {
  reason: string;
  /// What is absent for it, as far as that has a name.
  labels: string[];
}

/// Why values of a panel are `N/A`, for those who can't point at them. `whys` is null until somebody asks.
export function useReasons(panel: RefObject<HTMLElement | null>) {
  const [whys, setWhys] = useState<Why[] | null>(null);
  useEffect(() => {
    // What is absent changes with the values, which draw the panel anew.
    if (whys === null || panel.current === null) return;
    const now = whysIn(panel.current);
    if (JSON.stringify(now) !== JSON.stringify(whys)) setWhys(now.length > 0 ? now : null);
  });
  const toggle = () => setWhys(whys === null && panel.current ? whysIn(panel.current) : null);
  return { whys, toggle };
}

interface ReasonsButtonProps {
  title: string;
  open: boolean;
  onClick(): void;
}

/// One for all values of a panel, seen only where one is absent.
export function ReasonsButton({ title, open, onClick }: ReasonsButtonProps) {
  return (
    <button
      type="button"
      aria-label={`Why N/A in ${title}`}
      aria-expanded={open}
      title="Why N/A"
      onClick={onClick}
      className={classes(
        'hidden size-6 shrink-0 cursor-pointer place-items-center rounded text-slate-400 group-has-[[data-reason]]/panel:grid hover:text-slate-100',
        open && 'bg-slate-800',
      )}
    >
      <CircleHelp aria-hidden="true" className="size-4" />
    </button>
  );
}

export function ReasonList({ whys }: { whys: Why[] }) {
  return (
    <ul className="mb-4 space-y-1 text-xs leading-5 text-slate-300">
      {whys.map(({ reason, labels }) => (
        <li key={reason}>
          N/A: {reason}
          {labels.length > 0 && <span className="text-slate-400"> ({labels.join(', ')})</span>}
        </li>
      ))}
    </ul>
  );
}

/// The reasons that stand in a panel, each once.
function whysIn(panel: HTMLElement): Why[] {
  const labels = new Map<string, Set<string>>();
  for (const element of panel.querySelectorAll<HTMLElement>('[data-reason]')) {
    const { reason = '' } = element.dataset;
    const named = labels.get(reason) ?? new Set();
    const label = element.closest<HTMLElement>('[data-label]')?.dataset.label;
    labels.set(reason, label ? named.add(label) : named);
  }
  return [...labels].map(([reason, names]) => ({ reason, labels: [...names] }));
}
