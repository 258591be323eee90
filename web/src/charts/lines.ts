import { coloursOf, type Palette } from './colours';

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

export const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [10, 3, 2, 3]];

/// The colour and dash of a line that has none of its own.
export function lookOf(index: number, palette: Palette): Pick<Line, 'colour' | 'dash'> {
  const { lines, host } = coloursOf(palette);
  return {
    colour: lines[index % lines.length] ?? host,
    dash: dashes[(index + Math.floor(index / lines.length)) % dashes.length] ?? [],
  };
}
