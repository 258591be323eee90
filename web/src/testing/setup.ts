import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// jsdom has neither scrolling, nor a width, nor CSS.escape.
window.CSS ??= { escape: (text: string) => text } as typeof CSS;
window.scrollTo = vi.fn();
window.matchMedia = (query) =>
  Object.assign(new EventTarget(), { matches: false, media: query }) as MediaQueryList;

afterEach(() => {
  cleanup();
  window.history.replaceState(null, '', '/');
});
