import { useLive } from './live_context';
import type { Status } from './transport';

export interface Connection {
  status: Status;
  /// Whether values are pushed; otherwise they are asked for.
  pushed: boolean;
  /// When the newest sample came, on the browser's clock; `null` before the first.
  sampledAt: number | null;
  paused: boolean;
  setPaused(paused: boolean): void;
  retry(): void;
}

/// How the page hears from `/ws/system-metrics`, or, where it can't, how it asks. The readings
/// themselves come through `useLive`.
export function useSystemMetricsWebSocket(): Connection {
  const status = useLive((live) => live.status);
  const sampledAt = useLive((live) => live.sampledAt);
  const paused = useLive((live) => live.paused);
  const setPaused = useLive((live) => live.setPaused);
  const retry = useLive((live) => live.retry);
  const pushed = status.state === 'live' && status.via === 'stream';
  return { status, pushed, sampledAt, paused, setPaused, retry };
}
