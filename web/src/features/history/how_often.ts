import type { Frame } from '@/live/history/fetch_frame';
import { spacingOf } from '@/live/history/live_frame';

/// How far apart a frame's points are, and whether they have extremes.
export function howOften(frame: Frame): string {
  const seconds = spacingOf(frame);
  const minutes = seconds / 60;
  const unit = Number.isInteger(minutes) ? every(minutes, 'minute') : every(seconds, 'second');
  return `a point ${unit}${frame.step > 1 ? ', with lowest and highest' : ''}`;
}

function every(count: number, unit: string): string {
  return count === 1 ? `each ${unit}` : `every ${count} ${unit}s`;
}
