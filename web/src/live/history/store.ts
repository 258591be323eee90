import { createStore } from 'zustand/vanilla';
import { getCatalog, getHealth } from '@/api/client';
import { fetchFrame } from './fetch_frame';
import { HistoryKeeper, type HistorySources } from './keeper';
import type { HistoryState, HistoryStore } from './state';

const overHttp: HistorySources = {
  fetchFrame,
  fetchCatalog: getCatalog,
  fetchHealth: getHealth,
  now: Date.now,
};

/// The history on the page. It holds at most the span that is asked for and the part zoomed into.
export function createHistoryStore(sources: HistorySources = overHttp): HistoryStore {
  return createStore<HistoryState>((set, get) => {
    const keeper = new HistoryKeeper(sources, get, set);
    return {
      recording: null,
      catalog: null,
      overview: null,
      detail: null,
      busy: false,
      error: null,
      start: () => keeper.start(),
      ask: (question) => keeper.ask(question),
      advance: (readings) => keeper.advance(readings),
      retry: () => keeper.retry(),
      stop: () => keeper.stop(),
    };
  });
}
