import type { Settings } from '@/lib/settings';

export type Palette = Settings['palette'];

/// A palette's colours on slate-900: of the metrics that have one of their own, of lines that have
/// none, in order, of what is not of a GPU beside several of them, and of the axes.
interface Colours {
  purple: string;
  cyan: string;
  blue: string;
  violet: string;
  amber: string;
  pink: string;
  yellow: string;
  orange: string;
  lines: readonly string[];
  host: string;
  text: string;
  grid: string;
}

export type Tone = Exclude<keyof Colours, 'lines' | 'host' | 'text' | 'grid'>;

const standard: Colours = {
  purple: '#a78bfa',
  cyan: '#22d3ee',
  blue: '#3b82f6',
  violet: '#8b5cf6',
  amber: '#f59e0b',
  pink: '#f472b6',
  yellow: '#facc15',
  orange: '#fb923c',
  lines: ['#34d399', '#f472b6', '#60a5fa', '#fbbf24', '#a78bfa', '#22d3ee', '#fb7185', '#a3e635'],
  host: '#e2e8f0',
  text: '#94a3b8',
  grid: '#334155',
};

/// Of Okabe and Ito's colours, as in styles.css.
const colourBlind: Colours = {
  ...standard,
  purple: '#e3a0c8',
  cyan: '#56b4e9',
  blue: '#56b4e9',
  violet: '#e3a0c8',
  amber: '#e69f00',
  pink: '#f0e442',
  yellow: '#f0e442',
  orange: '#ff8547',
  lines: ['#2bc79b', '#e3a0c8', '#56b4e9', '#e69f00', '#f0e442', '#ff8547', '#8c9eff', '#94a3b8'],
};

const contrast: Colours = {
  purple: '#d8b4fe',
  cyan: '#67e8f9',
  blue: '#7dd3fc',
  violet: '#f0abfc',
  amber: '#fcd34d',
  pink: '#fda4af',
  yellow: '#fef08a',
  orange: '#fdba74',
  lines: ['#6ee7b7', '#f9a8d4', '#93c5fd', '#fcd34d', '#d8b4fe', '#67e8f9', '#fda4af', '#d9f99d'],
  host: '#ffffff',
  text: '#f1f5f9',
  grid: '#64748b',
};

const palettes: Record<Palette, Colours> = { standard, 'colour-blind': colourBlind, contrast };

export function coloursOf(palette: Palette): Colours {
  return palettes[palette];
}
