import type { StoreApi } from 'zustand/vanilla';
import type { CatalogEntry } from '@/api/types';
import type { Readings } from '../readings';
import type { Frame } from './fetch_frame';
import type { Series } from './series';

/// Seconds since 1970.
export interface Stretch {
  from: number;
  to: number;
}

export interface Question {
  /// Seconds back from now.
  span: number;
  /// The part to see closer; `null` for all of it.
  zoom: Stretch | null;
  series: readonly Series[];
  /// How many points the charts can make use of.
  points: number;
}

/// Whether values are being kept.
export interface Recording {
  /// `off` where mimon runs without history; `broken` while nothing, or not all, can be written.
  state: 'off' | 'ok' | 'broken';
  /// What is wrong, in words.
  detail: string;
  /// Hosts share the store.
  shared: boolean;
  /// Where a damaged file was moved, or what waits for a shared store of another kind; empty where
  /// there is no such thing.
  setAside: string;
  /// The oldest value that is kept; `null` where there is none.
  since: number | null;
}

export interface HistoryState {
  /// `null` while it is not known.
  recording: Recording | null;
  catalog: readonly CatalogEntry[] | null;
  /// The whole span up to now; `null` before the first answer.
  overview: (Frame & Stretch) | null;
  /// The part of it that is zoomed into; `null` where none is, and before its answer.
  detail: (Frame & Stretch) | null;
  /// Whether an answer is under way that will change the picture.
  busy: boolean;
  error: string | null;
  /// Asks for what does not depend on the question.
  start(): void;
  ask(question: Question): void;
  /// Takes in the newest readings; nothing is asked for before the first, since they bring the
  /// server's time.
  advance(readings: Readings): void;
  retry(): void;
  /// Gives up all requests; `ask` begins again.
  stop(): void;
}

export type HistoryStore = StoreApi<HistoryState>;

export function sameSeries(a: Question, b: Question): boolean {
  const keys = ({ series }: Question) => series.map(({ key }) => key).join();
  return keys(a) === keys(b);
}

export function sameStretch(a: Stretch | null, b: Stretch | null): boolean {
  return a?.from === b?.from && a?.to === b?.to;
}
