import type { Level } from '@/lib/status';

/// A metric's or a status's colour: the figure's and the bar's, whose `fade-` classes are in styles.css.
export interface Tone {
  text: string;
  bar: string;
}

export const tones = {
  utilization: { text: 'text-purple-400', bar: 'fade-purple' },
  memory: { text: 'text-blue-400', bar: 'fade-blue' },
  power: { text: 'text-yellow-400', bar: 'fade-yellow' },
  fan: { text: 'text-cyan-400', bar: 'fade-cyan' },
  cpu: { text: 'text-cyan-400', bar: 'fade-cyan' },
  ram: { text: 'text-blue-400', bar: 'fade-blue' },
  swap: { text: 'text-violet-400', bar: 'fade-violet' },
  sent: { text: 'text-emerald-400', bar: 'fade-emerald' },
  received: { text: 'text-blue-400', bar: 'fade-blue' },
  read: { text: 'text-yellow-400', bar: 'fade-yellow' },
  write: { text: 'text-orange-400', bar: 'fade-orange' },
  link: { text: 'text-emerald-400', bar: 'fade-emerald' },
  encoder: { text: 'text-orange-400', bar: 'fade-orange' },
  decoder: { text: 'text-pink-400', bar: 'fade-pink' },
  neutral: { text: 'text-slate-200', bar: 'fade-slate' },
} satisfies Record<string, Tone>;

export const levelTones: Record<Level, Tone> = {
  good: { text: 'text-emerald-400', bar: 'fade-emerald' },
  elevated: { text: 'text-yellow-400', bar: 'fade-yellow' },
  high: { text: 'text-red-400', bar: 'fade-red' },
};

export function toneOf(level: Level | null): Tone {
  return level === null ? tones.neutral : levelTones[level];
}
