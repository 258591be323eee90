import { getComparison, getGpuList } from '@/api/client';
import { createFetchReadings } from './fetch_readings';
import { PollingTransport } from './polling_transport';
import { ReconnectingSocket } from './reconnecting_socket';
import { StreamTransport } from './stream_transport';
import type { Transport } from './transport';

/// Milliseconds between samples; a page that wants them seldomer asks instead of being told.
export const streamInterval = 1000;

/// How the page gets its readings: pushed at every sample, or asked for every `interval` milliseconds
/// where that is longer.
export function createLiveTransport(interval: number): Transport {
  const polling = new PollingTransport(createFetchReadings(), { interval });
  if (interval > streamInterval || typeof WebSocket === 'undefined') return polling;
  return new StreamTransport({
    open: () => new ReconnectingSocket(streamAddress()),
    fallback: polling,
    fetchList: async (signal) => (await getGpuList(signal)).gpus,
    fetchComparison: async (signal) => {
      const { comparison, outliers } = await getComparison(signal);
      return { comparison, outliers };
    },
  });
}

function streamAddress(): string {
  const url = new URL('/ws/system-metrics', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
