/// One line of a chart.
export interface Line {
  /// The column that it draws.
  key: string;
  label: string;
  colour: string;
  /// Lengths in pixels of strokes and spaces, in turn; none for a solid line. Lines of a chart
  /// differ in this as well, since colours alone are not told apart by everyone.
  dash: readonly number[];
}

/// Colours and dashes for lines that have none of their own, told apart on slate-900.
export const palette = [
  '#34d399',
  '#f472b6',
  '#60a5fa',
  '#fbbf24',
  '#a78bfa',
  '#22d3ee',
  '#fb7185',
  '#a3e635',
];
export const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [10, 3, 2, 3]];

export function lookOf(index: number): Pick<Line, 'colour' | 'dash'> {
  return {
    colour: palette[index % palette.length] ?? '#34d399',
    dash: dashes[(index + Math.floor(index / palette.length)) % dashes.length] ?? [],
  };
}
