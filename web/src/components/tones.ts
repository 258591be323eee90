import type { Level } from '@/lib/status';

/// A metric's or a status's colour: the figure's and the bar's.
export interface Tone {
  text: string;
  bar: string;
}

export const tones = {
  utilization: { text: 'text-purple-400', bar: 'from-purple-500 to-purple-400' },
  memory: { text: 'text-blue-400', bar: 'from-blue-500 to-blue-400' },
  power: { text: 'text-yellow-400', bar: 'from-yellow-500 to-yellow-400' },
  fan: { text: 'text-cyan-400', bar: 'from-cyan-500 to-cyan-400' },
  cpu: { text: 'text-cyan-400', bar: 'from-cyan-500 to-cyan-400' },
  ram: { text: 'text-blue-400', bar: 'from-blue-500 to-blue-400' },
  swap: { text: 'text-violet-400', bar: 'from-violet-500 to-violet-400' },
  sent: { text: 'text-emerald-400', bar: 'from-emerald-500 to-emerald-400' },
  received: { text: 'text-blue-400', bar: 'from-blue-500 to-blue-400' },
  read: { text: 'text-yellow-400', bar: 'from-yellow-500 to-yellow-400' },
  write: { text: 'text-orange-400', bar: 'from-orange-500 to-orange-400' },
  link: { text: 'text-emerald-400', bar: 'from-emerald-500 to-emerald-400' },
  encoder: { text: 'text-orange-400', bar: 'from-orange-500 to-orange-400' },
  decoder: { text: 'text-pink-400', bar: 'from-pink-500 to-pink-400' },
  neutral: { text: 'text-slate-200', bar: 'from-slate-500 to-slate-400' },
} satisfies Record<string, Tone>;

export const levelTones: Record<Level, Tone> = {
  good: { text: 'text-emerald-400', bar: 'from-emerald-500 to-emerald-400' },
  elevated: { text: 'text-yellow-400', bar: 'from-yellow-500 to-yellow-400' },
  high: { text: 'text-red-400', bar: 'from-red-500 to-red-400' },
};

export function toneOf(level: Level | null): Tone {
  return level === null ? tones.neutral : levelTones[level];
}
