import { Pause, Play } from 'lucide-react';
import { useSystemMetricsWebSocket } from '@/live/use_system_metrics_websocket';

/// Holds the values on the page still, and lets them go on.
export function PauseButton() {
  const { paused, setPaused } = useSystemMetricsWebSocket();
  const Icon = paused ? Play : Pause;
  return (
    <button
      type="button"
      onClick={() => setPaused(!paused)}
      className="flex h-9 cursor-pointer items-center gap-2 rounded-lg bg-slate-800 px-3 text-sm text-slate-200 hover:bg-slate-700"
    >
      <Icon aria-hidden="true" className="size-4" />
      {paused ? 'Resume' : 'Pause'}
    </button>
  );
}
