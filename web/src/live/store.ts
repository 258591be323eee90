import { createStore, type StoreApi } from 'zustand/vanilla';
import { covered, isComplete, merge, noReadings, type Readings } from './readings';
import {
  type Interest,
  type Status,
  sameInterest,
  type Transport,
  type TransportListener,
} from './transport';

export interface LiveState extends Readings {
  status: Status;
  /// When the newest sample reached this page, on the browser's clock; `null` before the first.
  sampledAt: number | null;
  start(): void;
  stop(): void;
  watch(interest: Interest): void;
  retry(): void;
  /// While true the values stand still: nothing comes, but once what is newly watched.
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
    /// What is watched was changed while paused, and did not come yet.
    let awaited = false;
    const listener: TransportListener = {
      onUpdate: (update, whole) => {
        if (whole) awaited = false;
        set((known) => ({
          ...covered(merge(known, update, whole), interest),
          sampledAt: isRepeated(known, update) ? known.sampledAt : now(),
        }));
      },
      onStatus: (status) => set({ status }),
    };
    const run = () => {
      if (!started) return;
      if (interest !== null) source.watch(interest);
      if (!get().paused) {
        awaited = false;
        source.start(listener);
      } else if (awaited || !isComplete(get(), interest)) source.once(listener);
      else source.stop();
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
        if (interest !== null && sameInterest(interest, wanted)) return;
        interest = wanted;
        awaited = get().paused;
        set((known) => covered(known, wanted));
        if (awaited) run();
        else source.watch(wanted);
      },
      retry: () => {
        if (get().paused) source.once(listener);
        else source.retry();
      },
      setPaused: (paused) => {
        if (paused === get().paused) return;
        set({ paused });
        run();
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
function isRepeated(known: Readings, { timestamp }: Partial<Readings>): boolean {
  return timestamp !== undefined && timestamp === known.timestamp;
}
