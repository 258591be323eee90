import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { useStore } from 'zustand';
import type { LiveState, LiveStore } from './store';
import type { Interest } from './transport';

const LiveContext = createContext<LiveStore | null>(null);

/// Runs the store's transport for as long as it is on the page.
export function LiveProvider({ store, children }: { store: LiveStore; children: ReactNode }) {
  useEffect(() => {
    store.getState().start();
    return () => store.getState().stop();
  }, [store]);
  return <LiveContext value={store}>{children}</LiveContext>;
}

export function useLive<T>(select: (state: LiveState) => T): T {
  return useStore(useLiveStore(), select);
}

/// For those who follow the readings without being drawn anew with each.
export function useLiveStore(): LiveStore {
  const store = useContext(LiveContext);
  if (store === null) throw new Error('useLive needs a LiveProvider above it');
  return store;
}

/// Says what the page wants to see while it is open.
export function useWatch({ gpuId, everyGpu, compared }: Interest): void {
  const watch = useLive((state) => state.watch);
  useEffect(() => watch({ gpuId, everyGpu, compared }), [watch, gpuId, everyGpu, compared]);
}
