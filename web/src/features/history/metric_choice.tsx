import { Check } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { classes } from '@/lib/classes';
import { type Offer, search } from './metric_search';
import { mostCharts, showCharts } from './view';

interface MetricChoiceProps {
  offers: readonly Offer[];
  /// Ids of the charts that were added.
  chosen: readonly string[];
}

/// A search field above the metrics that it finds.
export default function MetricChoice({ offers, chosen }: MetricChoiceProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const found = useMemo(() => search(offers, text), [offers, text]);
  const full = chosen.length >= mostCharts;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
  }, []);
  const toggle = (offer: Offer | undefined) => {
    if (offer === undefined) return;
    if (chosen.includes(offer.id)) showCharts(chosen.filter((one) => one !== offer.id));
    else if (!full) showCharts([...chosen, offer.id]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moved(event.key, active, found.length);
    if (next === null && event.key !== 'Enter') return;
    event.preventDefault();
    if (next === null) toggle(found[active]);
    else setActive(next);
  };
  return (
    <div className="flex w-96 max-w-full flex-col p-2">
      <input
        ref={input}
        role="combobox"
        aria-label="Search metrics"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found[active] && `${id}-${active}`}
        placeholder="Search metrics…"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="h-10 rounded-lg border border-slate-700 bg-slate-950 px-3 text-sm text-slate-100 placeholder:text-slate-400"
      />
      <List {...{ id, found, active, chosen, toggle }} />
      <p role="status" className="px-2 pt-2 text-xs text-slate-400">
        {full ? `${mostCharts} added; remove one to add another` : countOf(found.length)}
      </p>
    </div>
  );
}

interface ListProps {
  id: string;
  found: readonly Offer[];
  active: number;
  chosen: readonly string[];
  toggle(offer: Offer): void;
}

function List({ id, found, active, chosen, toggle }: ListProps) {
  const shown = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the active entry is brought into view.
  useEffect(() => {
    // Newer browsers answer with a promise, which an effect must not return.
    shown.current?.scrollIntoView?.({ block: 'nearest' });
  }, [active, found]);
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Metrics"
      aria-multiselectable="true"
      tabIndex={-1}
      className="mt-2 h-72 overflow-y-auto"
    >
      {found.map((offer, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the search field.
        <div
          key={offer.id}
          ref={index === active ? shown : undefined}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={chosen.includes(offer.id)}
          title={offer.help}
          onClick={() => toggle(offer)}
          className={classes(
            'flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 text-sm hover:bg-slate-800',
            index === active && 'bg-slate-800',
          )}
        >
          <Check
            aria-hidden="true"
            className={classes(
              'size-4 shrink-0 text-emerald-400',
              !chosen.includes(offer.id) && 'invisible',
            )}
          />
          <span className="min-w-0 flex-1 truncate text-slate-100">{offer.title}</span>
          <span className="text-xs text-slate-400">{offer.group}</span>
        </div>
      ))}
    </div>
  );
}

/// Where a key leads in a list; `null` where it is none of the list's.
export function moved(key: string, active: number, length: number): number | null {
  const last = Math.max(0, length - 1);
  if (key === 'ArrowDown') return active >= last ? 0 : active + 1;
  if (key === 'ArrowUp') return active <= 0 ? last : active - 1;
  if (key === 'PageDown') return Math.min(last, active + 8);
  if (key === 'PageUp') return Math.max(0, active - 8);
  return null;
}

function countOf(count: number): string {
  if (count === 0) return 'No metric has these words';
  return count === 1 ? '1 metric' : `${count} metrics`;
}
