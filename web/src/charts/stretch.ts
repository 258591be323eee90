/// Seconds since 1970.
export interface Stretch {
  from: number;
  to: number;
}

/// The shortest stretch that is looked at, in seconds.
export const shortest = 5;

/// What a step of looking closer leaves of a stretch, and what a step aside crosses of it.
const step = 0.5;

export const closer = (stretch: Stretch, around?: number) => scaled(stretch, step, around);
export const wider = (stretch: Stretch, around?: number) => scaled(stretch, 1 / step, around);

/// `around`, its middle where there is none, keeps its place on screen.
function scaled({ from, to }: Stretch, factor: number, around = (from + to) / 2): Stretch {
  const by = Math.max(factor, Math.min(1, shortest / (to - from)));
  return { from: around - (around - from) * by, to: around + (to - around) * by };
}

export function earlier({ from, to }: Stretch): Stretch {
  const by = (to - from) * step;
  return { from: from - by, to: to - by };
}

export function later({ from, to }: Stretch): Stretch {
  const by = (to - from) * step;
  return { from: from + by, to: to + by };
}

/// The stretch moved so that it does not reach past the newest values; `null` where it is as long as
/// all that there is to see.
export function within({ from, to }: Stretch, whole: Stretch | null): Stretch | null {
  if (whole === null) return { from, to };
  if (to - from >= whole.to - whole.from) return null;
  const past = Math.max(0, to - whole.to);
  return { from: from - past, to: to - past };
}
