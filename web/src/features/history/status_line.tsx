import { Undo2 } from 'lucide-react';
import type { Stretch } from '@/charts/stretch';
import { StretchButtons } from '@/charts/stretch_buttons';
import { formatMoment, formatStretch } from '@/charts/time';
import type { HistoryState } from '@/live/history/state';
import { howOften } from './how_often';
import { showZoom, type View } from './view';

interface StatusLineProps {
  view: View;
  state: HistoryState;
  onZoom(stretch: Stretch): void;
}

/// What the charts show, and the ways to a closer look and back. As high with as without.
export function StatusLine({ view, state, onZoom }: StatusLineProps) {
  const { zoom, range } = view;
  const shown = zoom === null ? state.overview : (state.detail ?? zoom);
  const parts =
    shown === null ? [] : [formatStretch(shown.from, shown.to), ...detailsOf(state, view)];
  return (
    <div className="mb-4 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 text-xs text-slate-400">
      <p className="tabular-nums">{parts.join(' · ')}</p>
      <span role="status" className="sr-only">
        {zoom !== null && `Shown: ${formatStretch(zoom.from, zoom.to)}`}
      </span>
      {zoom === null ? (
        <p className="ml-auto hidden lg:block">Drag across a chart to look closer</p>
      ) : (
        <button
          type="button"
          onClick={() => showZoom(null)}
          className="ml-auto flex h-8 cursor-pointer items-center gap-2 rounded bg-slate-800 px-3 text-slate-200 hover:bg-slate-700"
        >
          <Undo2 aria-hidden="true" className="size-4" />
          Back to {range}
          <kbd className="hidden text-slate-400 sm:inline">Esc</kbd>
        </button>
      )}
      {shown !== null && (
        <StretchButtons stretch={zoom ?? shown} zoomed={zoom !== null} onZoom={onZoom} />
      )}
    </div>
  );
}

function detailsOf({ detail, overview, recording }: HistoryState, { zoom }: View): string[] {
  const frame = zoom === null ? overview : detail;
  if (frame === null) return ['looking closer…'];
  const { step, from } = frame;
  const since = recording?.since ?? null;
  const begun = since !== null && since > from + step;
  return [howOften(frame), ...(begun ? [`recording since ${formatMoment(since)}`] : [])];
}
