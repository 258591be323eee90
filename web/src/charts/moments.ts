import { firstFrom } from '@/lib/columns';
import { closer, type Stretch, wider } from './stretch';

/// Strides that the arrow keys cross a chart in.
const strides = 100;

/// The moment that a key moves the crosshair to from `at`, of those in `times` that are on screen:
/// arrows by a hundredth of the chart, with Shift by one; `null` takes it away, and `undefined`
/// means that the key is none of these. Without a crosshair, arrows begin at the newest.
export function moved(
  { key, shiftKey }: { key: string; shiftKey: boolean },
  times: readonly number[],
  { from, to }: Stretch,
  at: number | null,
): number | null | undefined {
  if (key === 'Escape') return at === null ? undefined : null;
  const first = firstFrom(times, from);
  const last = firstFrom(times, to + 1e-6) - 1;
  if (last < first) return undefined;
  const direction = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (key === 'Home') return times[first];
  if (key === 'End' || (direction !== undefined && at === null)) return times[last];
  if (direction === undefined || at === null) return undefined;
  const here = Math.min(Math.max(firstFrom(times, at), first), last);
  const stride = shiftKey ? 0 : (to - from) / strides;
  const reached = firstFrom(times, (times[here] ?? at) + direction * stride);
  const next = direction > 0 ? Math.max(reached, here + 1) : Math.min(reached, here - 1);
  return times[Math.min(Math.max(next, first), last)];
}

const looks: Record<string, typeof closer> = {
  '+': closer,
  // Where `+` is, on many keyboards, without Shift.
  '=': closer,
  Enter: closer,
  '-': wider,
};

/// What a key makes the charts show: `+` and Enter half of it, around the crosshair where there is one,
/// `-` twice as much; `undefined` means that the key is none of these.
export function lookedAt(
  { key }: { key: string },
  { from, to }: Stretch,
  at: number | null,
): Stretch | undefined {
  return looks[key]?.({ from, to }, at ?? undefined);
}
