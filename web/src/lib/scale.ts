import { useState } from 'react';
import { isKnown, type Maybe } from './absent';

/// The power of ten times `floor` that holds `peak`, so that a bar's scale seldom moves.
export function scaleFor(peak: number, floor: number): number {
  let scale = floor;
  while (scale < peak) scale *= 10;
  return scale;
}

/// The scale for a bar of a rate that has no limit of its own: it grows with what was seen.
export function useScale(values: Maybe<number>[], floor: number): number {
  const [scale, setScale] = useState(floor);
  const wanted = scaleFor(Math.max(0, ...values.filter(isKnown)), scale);
  if (wanted !== scale) setScale(wanted);
  return wanted;
}
