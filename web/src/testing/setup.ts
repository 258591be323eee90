import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// jsdom has no scrolling.
window.scrollTo = vi.fn();

afterEach(() => {
  cleanup();
  window.history.replaceState(null, '', '/');
});
