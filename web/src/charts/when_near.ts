import { inTurn } from '@/lib/in_turn';

/// How far outside of the window counts as near it.
const margin = '200px';
/// Milliseconds after which what is not near is drawn too, so that a page that is printed has it.
const patience = 1000;

/// Calls `draw` once: when `element` is near the window, or after a while. Elements have a task each.
/// What it returns takes that back.
export function whenNear(element: Element, draw: () => void): () => void {
  let leave = () => {};
  const go = () => {
    end();
    leave = inTurn(draw);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) go();
    },
    { rootMargin: margin },
  );
  const timer = setTimeout(go, patience);
  const end = () => {
    clearTimeout(timer);
    observer.disconnect();
  };
  observer.observe(element);
  return () => {
    end();
    leave();
  };
}
