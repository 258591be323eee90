import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenNear } from './when_near';

let seen: (isIntersecting: boolean) => void;
const disconnect = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  disconnect.mockClear();
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
        seen = (isIntersecting) => tell([{ isIntersecting }]);
      }
      observe() {}
      disconnect = disconnect;
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
});

it('draws what comes near, once', () => {
  const draw = vi.fn();
  whenNear(document.body, draw);
  seen(false);
  vi.advanceTimersByTime(100);
  expect(draw).not.toHaveBeenCalled();
  seen(true);
  vi.runAllTimers();
  expect(draw).toHaveBeenCalledOnce();
  expect(disconnect).toHaveBeenCalled();
});

it('draws what stays away after a while', () => {
  const draw = vi.fn();
  whenNear(document.body, draw);
  vi.runAllTimers();
  expect(draw).toHaveBeenCalledOnce();
});

it('draws nothing that was taken back, waiting or next', () => {
  const draw = vi.fn();
  whenNear(document.body, draw)();
  const leave = whenNear(document.body, draw);
  seen(true);
  leave();
  vi.runAllTimers();
  expect(draw).not.toHaveBeenCalled();
});
