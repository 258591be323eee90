import { render, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { mount } from '@/testing/fixtures';
import { StoragePanel } from './storage_panel';

it('shows each mount point with its sizes', () => {
  const { container } = render(
    <StoragePanel mounts={[mount(), mount({ mount_point: '/data' })]} />,
  );
  expect(screen.getByText('/data')).toBeDefined();
  expect(container.textContent).toContain('45 / 128 GiB (35%)');
});

it('says how much is free where the share alone would puzzle', () => {
  const gib = 2 ** 30;
  const { container } = render(
    <StoragePanel
      mounts={[mount({ used: 18 * gib, total: 252 * gib, free: 78 * gib, percent: 19 })]}
    />,
  );
  expect(container.textContent).toContain('78.0 GiB free to use');
});

it('warns of a full file system in words', () => {
  render(<StoragePanel mounts={[mount({ percent: 95 })]} />);
  expect(screen.getByText('Almost full')).toBeDefined();
});

it('shows a mount that does not answer as N/A', () => {
  const dead = mount({ mount_point: '/nfs', total: null, used: null, percent: null });
  const { container } = render(<StoragePanel mounts={[dead]} />);
  expect(container.textContent).toContain('N/A: The file system does not answer');
});

it('tells no mounts from mounts that have not come', () => {
  const { rerender } = render(<StoragePanel mounts={[]} />);
  expect(screen.getByText('No mounted file systems')).toBeDefined();
  rerender(<StoragePanel mounts={null} />);
  expect(screen.queryByText('No mounted file systems')).toBeNull();
  expect(screen.getAllByTestId('placeholder').length).toBeGreaterThan(0);
});
