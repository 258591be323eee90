import { Notice } from '@/components/notice';
import { useLive } from '@/live/live_context';

/// Says that no GPU can be monitored, and why where that is known.
export function NoGpuNotice() {
  const available = useLive((state) => state.gpuAvailable);
  const reason = useLive((state) => state.gpuUnavailableReason);
  if (available !== false) return null;
  return (
    <Notice look="info" title="No GPU detected. Running in CPU-only mode.">
      {reason}
    </Notice>
  );
}
