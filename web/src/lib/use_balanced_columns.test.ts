import { expect, it } from 'vitest';
import { balancedColumns } from './use_balanced_columns';

it.each([
  [2, 1344, 2],
  [8, 1344, 4],
  [8, 1800, 4],
  [8, 2400, 8],
  [16, 1800, 6],
  [16, 2400, 8],
  [7, 1344, 4],
  [3, 300, 1],
  [0, 1000, 1],
])('lays %d cells out in %d pixels in %d columns', (count, width, columns) => {
  expect(balancedColumns(count, width, 272, 16)).toBe(columns);
});
