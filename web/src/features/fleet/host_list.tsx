import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { formatPercent } from '@/lib/format';
import type { Picked } from './address';
import type { Group } from './arrange';
import { type HostFacts, totalsOf } from './facts';
import { perLine } from './gpu_strip';
import { columns, HostRow, type Room } from './host_row';

/// Pixels that a row takes, and each line of cells after the first.
const heights = { wide: 52, narrow: 116, group: 48, line: 32 };
/// Pixels from which on a row fits on one line, and from which on it has room to spare.
const enough = 850;
const plenty = 1080;
const gap = 24;

type Item = { group: Group } | { row: readonly HostFacts[]; first: number };

interface HostListProps {
  groups: readonly Group[];
  picked: Picked;
}

/// The hosts, of which only those in the window are drawn. The arrows up and down go from host to
/// host.
export function HostList({ groups, picked }: HostListProps) {
  const box = useRef<HTMLDivElement>(null);
  const { width, top } = usePlace(box);
  const lanes = Math.max(1, Math.floor((width + gap) / (enough + gap)));
  const room = roomOf((width + gap) / lanes - gap);
  const wide = room !== 'narrow';
  const items = useMemo(() => itemsOf(groups, lanes), [groups, lanes]);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: (index) => heightOf(items[index], wide),
    overscan: 8,
    scrollMargin: top,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights follow from these.
  useLayoutEffect(() => virtual.measure(), [items, wide, virtual]);
  const total = groups.reduce((sum, { hosts }) => sum + hosts.length, 0);
  return (
    <div>
      {room !== 'narrow' && <Head lanes={lanes} room={room} />}
      <div ref={box}>
        <ul
          aria-label={`${total} hosts`}
          onKeyDown={(event) => go(event, items, (index) => virtual.scrollToIndex(index))}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map(({ index, key, start, size }) => (
            <Line
              key={key}
              item={items[index] as Item}
              lanes={lanes}
              room={room}
              total={total}
              picked={picked}
              style={{ height: size, transform: `translateY(${start - top}px)` }}
            />
          ))}
        </ul>
      </div>
    </div>
  );
}

interface LineProps {
  item: Item;
  lanes: number;
  room: Room;
  total: number;
  picked: Picked;
  style: { height: number; transform: string };
}

const place = { left: 0, right: 0, top: 0 };

function Line({ item, lanes, room, total, picked, style }: LineProps) {
  if ('group' in item) return <GroupHead group={item.group} style={style} />;
  return item.row.map((facts, lane) => (
    <li
      key={facts.host.host}
      data-index={item.first + lane}
      aria-setsize={total}
      aria-posinset={item.first + lane + 1}
      className="absolute"
      style={
        lanes === 1
          ? { ...place, ...style }
          : {
              ...place,
              ...style,
              left: `calc(${(100 * lane) / lanes}% + ${lane === 0 ? 0 : 12}px)`,
              right: `calc(${(100 * (lanes - lane - 1)) / lanes}% + ${lane === lanes - 1 ? 0 : 12}px)`,
            }
      }
    >
      <HostRow facts={facts} room={room} picked={picked} />
    </li>
  ));
}

function GroupHead({ group, style }: { group: Group; style: LineProps['style'] }) {
  const { utilization, gpus } = useMemo(() => totalsOf(group.hosts), [group]);
  const count = group.hosts.length;
  return (
    <li className="absolute flex items-end gap-3 px-1 pb-2" style={{ ...place, ...style }}>
      <h3 className="min-w-0 truncate text-sm font-semibold text-slate-100">{group.name}</h3>
      <span className="shrink-0 text-xs text-slate-400">
        {count} {count === 1 ? 'host' : 'hosts'} · {gpus} GPUs
        {utilization !== null && ` · ${formatPercent(utilization)} busy`}
      </span>
    </li>
  );
}

const heads = ['Host', 'GPUs, % busy', 'GPU memory', 'Hottest', 'Power', 'CPU', 'Data'];

function Head({ lanes, room }: { lanes: number; room: keyof typeof columns }) {
  return (
    <div
      aria-hidden="true"
      className="grid gap-x-6 border-b border-slate-700"
      style={{ gridTemplateColumns: `repeat(${lanes}, minmax(0, 1fr))` }}
    >
      {Array.from({ length: lanes }, (_, lane) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the lanes have no other name.
          key={lane}
          className="grid gap-x-3 px-2 pb-2 text-xs text-slate-400"
          style={columns[room]}
        >
          {heads.map((name, index) => (
            <span key={name} className={index > 2 ? 'text-right' : undefined}>
              {name}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

function roomOf(width: number): Room {
  if (width < enough) return 'narrow';
  return width < plenty ? 'tight' : 'roomy';
}

/// The width of the list, and where it begins on the page.
function usePlace(box: { readonly current: HTMLDivElement | null }) {
  const [place, setPlace] = useState({ width: 0, top: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => {
      const { left: _, width, top } = element.getBoundingClientRect();
      const next = { width, top: Math.round(top + window.scrollY) };
      setPlace((now) => (now.width === next.width && now.top === next.top ? now : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [box]);
  return place;
}

function itemsOf(groups: readonly Group[], lanes: number): Item[] {
  const items: Item[] = [];
  let first = 0;
  for (const group of groups) {
    if (group.name !== '') items.push({ group });
    for (let at = 0; at < group.hosts.length; at += lanes) {
      const row = group.hosts.slice(at, at + lanes);
      items.push({ row, first });
      first += row.length;
    }
  }
  return items;
}

function heightOf(item: Item | undefined, wide: boolean): number {
  if (item === undefined || 'group' in item) return heights.group;
  const most = Math.max(1, ...item.row.map(({ host }) => host.gpus.length));
  const lines = Math.ceil(most / perLine[wide ? 'wide' : 'narrow']);
  return heights[wide ? 'wide' : 'narrow'] + (lines - 1) * heights.line;
}

/// Moves the focus to the host above or below, to the same part of it.
function go(
  event: KeyboardEvent<HTMLUListElement>,
  items: readonly Item[],
  scrollTo: (item: number) => void,
): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const from = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
  if (step === undefined || from === null) return;
  event.preventDefault();
  const inStrip = (event.target as HTMLElement).closest('fieldset') !== null;
  const next = Number(from.dataset.index) + step;
  const item = items.findIndex(
    (one) => 'row' in one && next >= one.first && next < one.first + one.row.length,
  );
  if (item === -1) return;
  const list = event.currentTarget;
  const focus = () => {
    const row = list.querySelector(`[data-index="${next}"]`);
    const part = row?.querySelector<HTMLElement>(
      inStrip ? 'fieldset button[tabindex="0"]' : '[data-cell="name"]',
    );
    (part ?? row?.querySelector<HTMLElement>('[data-cell="name"]'))?.focus({ preventScroll: true });
  };
  scrollTo(item);
  requestAnimationFrame(focus);
}
