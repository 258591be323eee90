import { exportAddress } from '@/api/history';
import type { Stretch } from '@/live/history/state';
import type { Chart } from './charts';

interface ExportListProps {
  charts: readonly Chart[];
  stretch: Stretch;
  onChosen(): void;
}

export interface ExportLink {
  name: string;
  formats: { name: string; href: string }[];
}

export default function ExportList({ charts, stretch, onChosen }: ExportListProps) {
  return (
    <ul className="w-64 space-y-1 p-2 text-sm">
      {exportLinks(charts, stretch).map(({ name, formats }) => (
        <li key={name} className="flex items-center gap-2 px-2 py-1">
          <span className="flex-1 text-slate-300">{name}</span>
          {formats.map((format) => (
            <a
              key={format.name}
              href={format.href}
              download
              aria-label={`${name} as ${format.name}`}
              onClick={onChosen}
              className="rounded bg-slate-800 px-3 py-1 text-emerald-400 hover:bg-slate-700"
            >
              {format.name}
            </a>
          ))}
        </li>
      ))}
      <li className="px-2 pt-1 text-xs text-slate-400">The charts’ metrics, in the range shown.</li>
    </ul>
  );
}

/// GPUs and the machine come as files of their own, as the server keeps them.
export function exportLinks(charts: readonly Chart[], { from, to }: Stretch): ExportLink[] {
  const series = charts.flatMap((chart) => chart.series);
  const linkFor = (name: string, ofGpu: boolean): ExportLink[] => {
    const some = series.filter(({ gpu }) => (gpu !== null) === ofGpu);
    if (some.length === 0) return [];
    const gpus = ofGpu
      ? [...new Set(some.flatMap(({ gpu }) => (gpu === null ? [] : [gpu])))]
      : null;
    const metrics = [...new Set(some.map(({ metric }) => metric))];
    const question = { metrics, start: Math.floor(from), end: Math.ceil(to) };
    const format = (kind: 'csv' | 'json') => ({
      name: kind.toUpperCase(),
      href: exportAddress(gpus, question, kind),
    });
    return [{ name, formats: [format('csv'), format('json')] }];
  };
  return [...linkFor('GPU', true), ...linkFor('Machine', false)];
}
