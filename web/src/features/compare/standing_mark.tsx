import { ChevronDown, ChevronUp } from 'lucide-react';
import type { Standing } from './standing';

const looks = {
  highest: { Icon: ChevronUp, word: 'max', title: 'Highest of all GPUs' },
  lowest: { Icon: ChevronDown, word: 'min', title: 'Lowest of all GPUs' },
};

/// Says that a value is the highest or the lowest, by a word and a shape.
export function StandingMark({ standing }: { standing: Standing | null }) {
  if (standing === null) return null;
  const { Icon, word, title } = looks[standing];
  return (
    <span
      title={title}
      className="inline-flex items-center self-center rounded bg-slate-700/60 pr-1 text-[0.6875rem] leading-4 text-slate-200"
    >
      <Icon aria-hidden="true" className="size-3.5" />
      <span aria-hidden="true">{word}</span>
      <span className="sr-only">{title}</span>
    </span>
  );
}
