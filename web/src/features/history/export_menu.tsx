import { Download } from 'lucide-react';
import { part } from '@/lib/part';
import type { HistoryState, Stretch } from '@/live/history/state';
import type { Chart } from './charts';
import { DropDown } from './drop_down';

const ExportList = part(async () => (await import('./export_list')).default);

interface ExportMenuProps {
  charts: readonly Chart[];
  state: HistoryState;
  zoom: Stretch | null;
}

/// Leads to the values on screen, as files.
export function ExportMenu({ charts, state, zoom }: ExportMenuProps) {
  const shown = zoom === null ? state.overview : (state.detail ?? zoom);
  return (
    <DropDown label="Export" icon={Download} disabled={shown === null || charts.length === 0}>
      {(close) =>
        shown !== null && (
          <ExportList
            charts={charts}
            stretch={shown}
            onChosen={close}
            soon={<div className="h-24 w-64" />}
          />
        )
      }
    </DropDown>
  );
}
