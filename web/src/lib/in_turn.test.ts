import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inTurn } from './in_turn';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('does each piece of work in a task of its own, in order, and none that was taken back', () => {
  const done: string[] = [];
  inTurn(() => done.push('first'));
  const takeBack = inTurn(() => done.push('second'));
  inTurn(() => done.push('third'));
  expect(done).toEqual([]);
  takeBack();
  vi.advanceTimersToNextTimer();
  expect(done).toEqual(['first']);
  vi.advanceTimersToNextTimer();
  expect(done).toEqual(['first', 'third']);
});

it('takes back what is next, and goes on after what failed', () => {
  const done: string[] = [];
  inTurn(() => done.push('first'))();
  inTurn(() => {
    throw new Error('It failed.');
  });
  inTurn(() => done.push('third'));
  vi.advanceTimersToNextTimer();
  expect(() => vi.advanceTimersToNextTimer()).toThrow('It failed.');
  vi.runAllTimers();
  expect(done).toEqual(['third']);
});
