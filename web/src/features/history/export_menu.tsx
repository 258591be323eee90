import { Download } from 'lucide-react';
import { exportAddress } from '@/api/history';
import type { HistoryState, Stretch } from '@/live/history/state';
import type { Chart } from './charts';
import { DropDown } from './drop_down';

interface ExportMenuProps {
  charts: readonly Chart[];
  state: HistoryState;
  zoom: Stretch | null;
}

export interface ExportLink {
  name: string;
  formats: { name: string; href: string }[];
}

/// Links to the values on screen, as files.
export function ExportMenu({ charts, state, zoom }: ExportMenuProps) {
  const shown = zoom === null ? state.overview : (state.detail ?? zoom);
  return (
    <DropDown label="Export" icon={Download} disabled={shown === null || charts.length === 0}>
      {(close) => (
        <ul className="w-64 space-y-1 p-2 text-sm">
          {shown !== null &&
            exportLinks(charts, shown).map(({ name, formats }) => (
              <li key={name} className="flex items-center gap-2 px-2 py-1">
                <span className="flex-1 text-slate-300">{name}</span>
                {formats.map((format) => (
                  <a
                    key={format.name}
                    href={format.href}
                    download
                    aria-label={`${name} as ${format.name}`}
                    onClick={close}
                    className="rounded bg-slate-800 px-3 py-1 text-emerald-400 hover:bg-slate-700"
                  >
                    {format.name}
                  </a>
                ))}
              </li>
            ))}
          <li className="px-2 pt-1 text-xs text-slate-400">
            The charts’ metrics, in the range shown.
          </li>
        </ul>
      )}
    </DropDown>
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
