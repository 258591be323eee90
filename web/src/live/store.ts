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
  /// While true nothing is asked for and nothing comes; the values stand still.
  paused: boolean;
  setPaused(paused: boolean): void;
  /// Takes the readings from another transport from now on.
  use(transport: Transport): void;
}

export type LiveStore = StoreApi<LiveState>;

/// The page's one copy of the readings, fed by `transport`.
export function createLiveStore(transport: Transport, now: () => number = Date.now): LiveStore {
  return createStore<LiveState>((set, get) => {
    let source = transport;
    let interest: Interest | null = null;
    let started = false;
    const run = () => {
      if (!started || get().paused) return;
      if (interest !== null) source.watch(interest);
      source.start({
        onUpdate: (update) => set((known) => advance(known, update, now())),
        onStatus: (status) => set({ status }),
      });
    };
    return {
      ...noReadings,
      status: { state: 'connecting' },
      sampledAt: null,
      paused: false,
      start: () => {
        if (started) return;
        started = true;
        run();
      },
      stop: () => {
        started = false;
        source.stop();
      },
      watch: (wanted) => {
        interest = wanted;
        source.watch(wanted);
      },
      retry: () => source.retry(),
      setPaused: (paused) => {
        if (paused === get().paused) return;
        set({ paused });
        if (paused) source.stop();
        else run();
      },
      use: (next) => {
        source.stop();
        source = next;
        run();
      },
    };
  });
}

/// A repeated sample does not count as fresh: a server that answers with old values is told apart.
function advance(known: LiveState, update: Partial<Readings>, now: number): Partial<LiveState> {
  const fresh = update.timestamp === undefined || update.timestamp !== known.timestamp;
  return { ...merge(known, update), sampledAt: fresh ? now : known.sampledAt };
}
