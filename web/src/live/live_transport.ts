import ReconnectingSocket from 'partysocket/ws';
import { getComparison, getGpuList } from '@/api/client';
import { createFetchReadings } from './fetch_readings';
import { PollingTransport } from './polling_transport';
import { type Socket, StreamTransport } from './stream_transport';
import type { Transport } from './transport';

/// Milliseconds between samples; a page that wants them seldomer asks instead of being told.
export const streamInterval = 1000;

/// How the page gets its readings: pushed at every sample, or asked for every `interval` milliseconds
/// where that is longer.
export function createLiveTransport(interval: number): Transport {
  const polling = new PollingTransport(createFetchReadings(), { interval });
  if (interval > streamInterval || typeof WebSocket === 'undefined') return polling;
  return new StreamTransport({
    open: () => openSocket(streamAddress()),
    fallback: polling,
    fetchList: async (signal) => (await getGpuList(signal)).gpus,
    fetchComparison: async (signal) => {
      const { comparison, outliers } = await getComparison(signal);
      return { comparison, outliers };
    },
  });
}

/// Opens again whenever it was lost, ever more seldom while that fails. What is sent while nothing is
/// open is dropped: the transport subscribes anew at each opening.
function openSocket(address: string): Socket {
  return new ReconnectingSocket(address, undefined, {
    minReconnectionDelay: 1000,
    maxReconnectionDelay: 15_000,
    reconnectionDelayGrowFactor: 2,
    connectionTimeout: 5000,
    maxEnqueuedMessages: 0,
  });
}

function streamAddress(): string {
  const url = new URL('/ws/system-metrics', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
