import { createStore, type StoreApi } from 'zustand/vanilla';
import { merge, noReadings, type Readings } from './readings';
import type { Interest, Status, Transport } from './transport';

export interface LiveState extends Readings {
  status: Status;
  /// When the newest sample reached this page, on the browser's clock; `null` before the first.
  sampledAt: number | null;
  start(): void;
  stop(): void;
  watch(interest: Interest): void;
  retry(): void;
}

export type LiveStore = StoreApi<LiveState>;

/// The page's one copy of the readings, fed by `transport`.
export function createLiveStore(transport: Transport, now: () => number = Date.now): LiveStore {
  return createStore<LiveState>((set) => ({
    ...noReadings,
    status: { state: 'connecting' },
    sampledAt: null,
    start: () =>
      transport.start({
        onUpdate: (update) => set((known) => advance(known, update, now())),
        onStatus: (status) => set({ status }),
      }),
    stop: () => transport.stop(),
    watch: (interest) => transport.watch(interest),
    retry: () => transport.retry(),
  }));
}

/// A repeated sample does not count as fresh: a server that answers with old values is told apart.
function advance(known: LiveState, update: Partial<Readings>, now: number): Partial<LiveState> {
  const fresh = update.timestamp === undefined || update.timestamp !== known.timestamp;
  return { ...merge(known, update), sampledAt: fresh ? now : known.sampledAt };
}
