import { Notice } from '@/components/notice';
import type { HistoryState, Recording } from '@/live/history/state';

/// What stands between a person and the whole picture: recording that fails, an answer that did not
/// come.
export function Warnings({ state }: { state: HistoryState }) {
  const { recording, error, retry } = state;
  return (
    <div className="space-y-3 empty:hidden [&>*:last-child]:mb-4">
      {recording?.state === 'broken' && (
        <Notice look="warning" title="History is not being recorded as it should.">
          {recording.detail}
        </Notice>
      )}
      {recording !== null && recording.setAside !== '' && <SetAside {...recording} />}
      {error !== null && (
        <Notice
          look="error"
          title="History did not answer."
          action={
            <button
              type="button"
              onClick={retry}
              className="cursor-pointer rounded-lg border border-slate-600 bg-slate-800 px-4 py-1.5 hover:bg-slate-700"
            >
              Retry
            </button>
          }
        >
          {error}
        </Notice>
      )}
    </div>
  );
}

function SetAside({ shared, setAside }: Recording) {
  return shared ? (
    <Notice look="warning" title="Samples wait for a store of another kind.">
      They are in {setAside}, and are sent when mimon writes to such a store again.
    </Notice>
  ) : (
    <Notice look="warning" title="The history file was damaged. A new one was begun.">
      The old one was kept as {setAside}.
    </Notice>
  );
}
