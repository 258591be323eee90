import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askAhead, takeAhead } from './ahead';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('gives the answer once, to who asks for the same', async () => {
  const answer = new Response('{}');
  askAhead('/hosts', async () => answer);
  expect(takeAhead('/all')).toBeUndefined();
  await expect(takeAhead('/hosts')).resolves.toBe(answer);
  expect(takeAhead('/hosts')).toBeUndefined();
});

it('gives no old answer', () => {
  askAhead('/hosts', async () => new Response('{}'));
  vi.advanceTimersByTime(3000);
  expect(takeAhead('/hosts')).toBeUndefined();
});

it('tells a failure to who takes the answer, and to nobody else', async () => {
  askAhead('/hosts', async () => Promise.reject(new Error('no way')));
  await Promise.resolve();
  await expect(takeAhead('/hosts')).rejects.toThrow('no way');
});
