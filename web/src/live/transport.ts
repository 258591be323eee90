import type { Readings } from './readings';

/// What a page wants to see; a transport may bring more, never less.
export interface Interest {
  /// The GPU to bring in full with its processes; `null` for the server's choice.
  gpuId: number | null;
  /// Whether to bring the metrics of every GPU.
  everyGpu: boolean;
  /// Whether to bring how the GPUs compare, which takes `everyGpu`.
  compared: boolean;
}

export function sameInterest(a: Interest, b: Interest): boolean {
  return a.gpuId === b.gpuId && a.everyGpu === b.everyGpu && a.compared === b.compared;
}

export type Status =
  | { state: 'connecting' }
  /// `via` is how the readings come; absent where they are asked for.
  | { state: 'live'; via?: 'stream' }
  /// No answer, or an error. Values on screen are old; the transport keeps trying.
  | { state: 'lost'; detail: string }
  /// The server wants a token that this browser does not have.
  | { state: 'unauthorized'; detail: string };

export interface TransportListener {
  /// `whole`: the update holds all that is watched, so that what it lacks is not known.
  onUpdate(update: Partial<Readings>, whole?: boolean): void;
  onStatus(status: Status): void;
}

/// The way that readings come to the page. Calls the listener only between `start` and `stop`, and
/// may be started again after `stop`.
export interface Transport {
  start(listener: TransportListener): void;
  /// Starts, and stops by itself after a whole update. Until one came it tries again and again.
  once(listener: TransportListener): void;
  stop(): void;
  watch(interest: Interest): void;
  /// Tries again now instead of waiting.
  retry(): void;
}
