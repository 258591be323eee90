import type { ReactNode } from 'react';
import type { GpuProcess } from '@/api/types';
import { Figure } from '@/components/figure';
import { tones } from '@/components/tones';
import { formatBytes, formatPercent } from '@/lib/format';
import type { Column } from './sorting';

export interface ColumnSpec {
  column: Column;
  head: string;
  /// What the head leaves unsaid.
  title?: string;
  numeric: boolean;
  /// Hides the column where the table is narrow.
  className?: string;
  cell(process: GpuProcess): ReactNode;
}

const hiddenPid = "The process can't be seen from here, as from inside a container.";
const untold = 'The driver does not tell for this process.';

export const columns: ColumnSpec[] = [
  {
    column: 'pid',
    head: 'PID',
    numeric: false,
    className: 'w-20 hidden @sm:table-cell',
    cell: ({ pid }) => <span className="figure text-slate-300">{pid}</span>,
  },
  {
    column: 'process_name',
    head: 'Process',
    numeric: false,
    cell: (process) => <Name process={process} />,
  },
  {
    column: 'username',
    head: 'User',
    numeric: false,
    className: 'w-24 hidden @2xl:table-cell',
    cell: ({ username }) => (
      <Figure
        value={username}
        format={(name) => name}
        reason={hiddenPid}
        type="text"
        className="text-slate-300"
      />
    ),
  },
  {
    column: 'gpu_memory_used',
    head: 'GPU Memory',
    numeric: true,
    className: 'w-28',
    cell: ({ gpu_memory_used }) => (
      <Figure
        value={gpu_memory_used}
        format={formatBytes}
        reason={untold}
        className={tones.utilization.text}
      />
    ),
  },
  {
    column: 'gpu_utilization',
    head: 'GPU %',
    numeric: true,
    className: 'w-20 hidden @lg:table-cell',
    cell: ({ gpu_utilization }) => (
      <Figure
        value={gpu_utilization}
        format={formatPercent}
        reason={untold}
        className={tones.utilization.text}
      />
    ),
  },
  {
    column: 'cpu_percent',
    head: 'CPU %',
    title: '100% is one core',
    numeric: true,
    className: 'w-20',
    cell: ({ cpu_percent }) => (
      <Figure
        value={cpu_percent}
        format={(percent) => formatPercent(percent, 1)}
        reason={hiddenPid}
        className={tones.cpu.text}
      />
    ),
  },
  {
    column: 'host_memory',
    head: 'RAM',
    numeric: true,
    className: 'w-24 hidden @xl:table-cell',
    cell: ({ host_memory }) => (
      <Figure
        value={host_memory}
        format={formatBytes}
        reason={hiddenPid}
        className={tones.ram.text}
      />
    ),
  },
];

function notesOf({ type, instance, container }: GpuProcess) {
  const kind = type === 'G' ? 'graphics' : type === 'C+G' ? 'compute and graphics' : null;
  return [
    kind,
    instance && `MIG ${instance.split('/').at(-1)}`,
    container && `container ${container.slice(0, 12)}`,
  ].filter(Boolean);
}

function Name({ process }: { process: GpuProcess }) {
  const { pid, process_name } = process;
  const notes = notesOf(process);
  return (
    <span className="block min-w-0" title={process_name ?? undefined}>
      <Figure
        value={process_name}
        format={(name) => name}
        reason={hiddenPid}
        type="text"
        className="block truncate"
      />
      <span className="block text-xs text-slate-400 @sm:hidden">PID {pid}</span>
      {notes.length > 0 && (
        <span className="block truncate text-xs text-slate-400">{notes.join(' · ')}</span>
      )}
    </span>
  );
}
