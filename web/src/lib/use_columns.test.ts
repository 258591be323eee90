import { act, renderHook } from '@testing-library/preact';
import { expect, it, vi } from 'vitest';
import { useColumns } from './use_columns';

it('follows the window’s width', () => {
  let width = 390;
  const lists = new Set<EventTarget>();
  vi.stubGlobal('matchMedia', (query: string) => {
    const matches = width >= Number(/\d+/.exec(query)?.[0]);
    const list = Object.assign(new EventTarget(), { matches });
    lists.add(list);
    return list;
  });
  const { result } = renderHook(() => useColumns());
  for (const [next, columns] of [
    [390, 1],
    [1280, 2],
    [2560, 3],
    [3840, 4],
  ] as const) {
    width = next;
    act(() => {
      for (const list of lists) list.dispatchEvent(new Event('change'));
    });
    expect(result.current).toBe(columns);
  }
});
