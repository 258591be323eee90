import { isKnown, type Maybe } from './absent';

/// How a value fares; the words go beside the colour.
export type Level = 'good' | 'elevated' | 'high';

export const levelWords: Record<Level, string> = {
  good: 'Normal',
  elevated: 'Elevated',
  high: 'High',
};

interface Limits {
  elevated: number;
  high: number;
}

const limits = {
  utilization: { elevated: 50, high: 80 },
  temperature: { elevated: 60, high: 75 },
  storage: { elevated: 70, high: 85 },
} satisfies Record<string, Limits>;

/// From where on storage needs a warning, in per cent.
export const storageWarning = 95;

export function levelOf(kind: keyof typeof limits, value: Maybe<number>): Level | null {
  if (!isKnown(value)) return null;
  if (value < limits[kind].elevated) return 'good';
  return value < limits[kind].high ? 'elevated' : 'high';
}
