import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/// How many columns of at least `minWidth` a row of `width` holds for `count` cells, with rows as even
/// as can be: eight cells that fit in six columns stand in two rows of four. Lengths in pixels.
export function balancedColumns(count: number, width: number, minWidth: number, gap: number) {
  const most = Math.max(1, Math.floor((width + gap) / (minWidth + gap)));
  const rows = Math.max(1, Math.ceil(count / most));
  return Math.max(1, Math.ceil(count / rows));
}

/// Pixels beside an element that fills a panel. It is a guess: the browser is not made to lay the page out
/// in the middle of drawing it, and tells the width before anybody sees it.
const surroundings = 100;

/// The number of columns for an element that follows its width, and the element's ref.
export function useBalancedColumns(
  count: number,
  minWidth: number,
  gap: number,
): [RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(() => window.innerWidth - surroundings);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, balancedColumns(count, width, minWidth, gap)];
}
