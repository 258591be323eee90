import { act, render, renderHook, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { Link, setSearchParam, usePathname, useSearchParam } from './router';

it('follows a link without loading, and the way back', async () => {
  const { result } = renderHook(() => usePathname());
  render(<Link href="/system-monitor">Monitor</Link>);
  await userEvent.click(screen.getByRole('link', { name: 'Monitor' }));
  expect(result.current).toBe('/system-monitor');
  act(() => {
    window.history.replaceState(null, '', '/');
    window.dispatchEvent(new PopStateEvent('popstate'));
  });
  expect(result.current).toBe('/');
});

it('keeps one parameter beside the others', () => {
  window.history.replaceState(null, '', '/system-monitor?gpu=1&range=6h');
  const { result } = renderHook(() => useSearchParam('gpu'));
  expect(result.current).toBe('1');
  act(() => setSearchParam('gpu', 'cpu'));
  expect(result.current).toBe('cpu');
  act(() => setSearchParam('gpu', null));
  expect(window.location.search).toBe('?range=6h');
});
