import { Download } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { HistoryState, Stretch } from '@/live/history/state';
import type { Chart } from './charts';
import { DropDown } from './drop_down';

const ExportList = lazy(() => import('./export_list'));

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
          <Suspense fallback={<div className="h-24 w-64" />}>
            <ExportList charts={charts} stretch={shown} onChosen={close} />
          </Suspense>
        )
      }
    </DropDown>
  );
}
