import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import type { GpuProcess } from '@/api/types';
import { Placeholder } from '@/components/loading';
import { classes } from '@/lib/classes';
import { type ColumnSpec, columns } from './columns';
import { mostMemoryFirst, nextOrder, type Order, sortProcesses } from './sorting';

/// The table; `undefined` draws two placeholder rows. Long lists scroll inside it.
export function ProcessTable({ processes }: { processes: GpuProcess[] | undefined }) {
  const [order, setOrder] = useState(mostMemoryFirst);
  return (
    <section
      aria-label="GPU process list"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
      tabIndex={0}
      className="@container relative max-h-[32rem] overflow-y-auto rounded"
    >
      <table className="-mt-2 w-full table-fixed border-separate border-spacing-y-2 text-sm">
        <thead className="sticky top-0 z-10 bg-[#070d1f]">
          <tr>
            {columns.map((column) => (
              <Head
                key={column.column}
                column={column}
                order={order}
                onSort={() => setOrder(nextOrder(order, column.column))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {processes === undefined
            ? [0, 1].map((row) => <PlaceholderRow key={row} />)
            : sortProcesses(processes, order).map((process) => (
                <Row key={`${process.pid}/${process.gpu_id}`} process={process} />
              ))}
        </tbody>
      </table>
    </section>
  );
}

interface HeadProps {
  column: ColumnSpec;
  order: Order;
  onSort(): void;
}

function Head({ column, order, onSort }: HeadProps) {
  const active = order.column === column.column;
  const Arrow = order.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={active ? (order.descending ? 'descending' : 'ascending') : 'none'}
      className={classes('border-b border-slate-800 px-1 pb-1 font-normal', column.className)}
    >
      <button
        type="button"
        onClick={onSort}
        title={column.title}
        className={classes(
          'flex w-full cursor-pointer items-center gap-1 rounded px-2 py-1 text-xs whitespace-nowrap hover:text-slate-100',
          column.numeric && 'flex-row-reverse',
          active ? 'text-slate-200' : 'text-slate-400',
        )}
      >
        {column.head}
        <Arrow aria-hidden="true" className={classes('size-3 shrink-0', !active && 'invisible')} />
      </button>
    </th>
  );
}

const cellLook = 'bg-slate-800/30 px-3 py-2.5 overflow-hidden text-ellipsis';

const rowLook = '[clip-path:inset(0_round_0.5rem)]';

function Row({ process }: { process: GpuProcess }) {
  return (
    <tr className={rowLook}>
      {columns.map(({ column, cell, numeric, className }) => (
        <td key={column} className={classes(cellLook, numeric && 'text-right', className)}>
          {cell(process)}
        </td>
      ))}
    </tr>
  );
}

function PlaceholderRow() {
  return (
    <tr className={rowLook}>
      {columns.map(({ column, numeric, className }) => (
        <td key={column} className={classes(cellLook, numeric && 'text-right', className)}>
          <Placeholder width="3.5em" />
        </td>
      ))}
    </tr>
  );
}
