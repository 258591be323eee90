import { cleanup, configure } from '@testing-library/preact';
import { afterEach, vi } from 'vitest';

// jsdom has neither scrolling, nor a width, nor CSS.escape.
window.CSS ??= { escape: (text: string) => text } as typeof CSS;
window.scrollTo = vi.fn();
window.matchMedia = (query) =>
  Object.assign(new EventTarget(), { matches: false, media: query }) as MediaQueryList;

// What is waited for may come from a part that is loaded on its own, on a busy machine.
configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  cleanup();
  window.history.replaceState(null, '', '/');
});
