import { secondsOf } from '@/api/history';
import { append, dropBefore, splice, type Value } from '@/lib/columns';
import type { Readings } from '../readings';
import type { Frame } from './fetch_frame';
import { newest } from './series';

/// Whether single samples can be added to a frame's end.
export function takesSamples(frame: Frame): boolean {
  return frame.step === 1;
}

/// Whether a frame's end can be asked for alone: its points are as the server keeps them.
export function takesTails(frame: Frame): boolean {
  return frame.step === secondsOf[frame.resolution];
}

export interface Appended {
  frame: Frame;
  /// From when on the server knows more than these readings brought; `null` where nothing is
  /// missing.
  missingFrom: number | null;
}

/// Adds the newest readings, taken at `time`, to a frame that begins at `from`.
export function appendReadings(
  frame: Frame,
  readings: Readings,
  time: number,
  from: number,
): Appended {
  const last = frame.times.at(-1);
  if (last !== undefined && time <= last) return { frame, missingFrom: null };
  const row: Record<string, Value> = {};
  for (const series of frame.series) row[series.key] = newest(readings, series);
  const gap = last !== undefined && 2 * (time - last) > 3 * spacing(frame.times);
  const silent = frame.series.some(({ key }) => row[key] === undefined);
  const missingFrom = gap ? (last ?? null) : silent ? time : null;
  return {
    frame: { ...frame, ...append(withColumns(frame), time, row, { gap, from }) },
    missingFrom,
  };
}

/// Puts the server's answer for the end of a frame in place.
export function spliceTail(frame: Frame, tail: Frame, from: number): Frame {
  return { ...frame, ...dropBefore(splice(withColumns(frame), tail), from) };
}

/// A frame of a device that had no history yet lacks columns for it.
function withColumns(frame: Frame): Frame {
  const missing = frame.series.filter(({ key }) => frame.columns[key] === undefined);
  if (missing.length === 0) return frame;
  const avg = new Array<Value>(frame.times.length).fill(null);
  const columns = Object.fromEntries(missing.map(({ key }) => [key, { avg }]));
  return { ...frame, columns: { ...frame.columns, ...columns } };
}

/// Seconds from one point to the next, of late: more than a step where samples are further apart.
export function spacingOf({ step, times }: Frame): number {
  return Math.max(step, spacing(times));
}

/// Seconds from one sample to the next, of late: the shortest, since there may be gaps.
function spacing(times: readonly number[]): number {
  const late = times.slice(-6);
  const steps = late.slice(1).map((time, index) => time - (late[index] ?? time));
  // The entry that stands for a gap is a second after the last sample, whatever the spacing.
  const [shortest = 1, next = shortest] = steps.toSorted((a, b) => a - b);
  return steps.length > 3 ? next : shortest;
}
