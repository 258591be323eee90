import { render, screen, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { gpuProcess } from '@/testing/fixtures';
import { ProcessesPanel } from './processes_panel';
import { mostMemoryFirst, nextOrder, sortProcesses } from './sorting';

const processes = [
  gpuProcess({ pid: 10, process_name: 'small', gpu_memory_used: 1024, cpu_percent: 90 }),
  gpuProcess({ pid: 11, process_name: null, gpu_memory_used: null, cpu_percent: null }),
  gpuProcess({ pid: 12, process_name: 'Large', gpu_memory_used: 4096, cpu_percent: 0 }),
];

function show(list: typeof processes | null | undefined) {
  return render(<ProcessesPanel processes={list} reason="No permission." />);
}

function pids(): string[] {
  const rows = screen.getAllByRole('row').slice(1);
  return rows.map((row) => within(row).getAllByRole('cell')[0]?.textContent ?? '');
}

const head = (name: string) => screen.getByRole('columnheader', { name });

it('starts with the most GPU memory, and counts', () => {
  show(processes);
  expect(pids()).toEqual(['12', '10', '11']);
  expect(screen.getByText('3 active')).toBeDefined();
  expect(head('GPU Memory').getAttribute('aria-sort')).toBe('descending');
});

it('sorts by a column and turns round, unknown values last both ways', async () => {
  show(processes);
  await userEvent.click(screen.getByRole('button', { name: 'CPU %' }));
  expect(pids()).toEqual(['10', '12', '11']);
  expect(head('CPU %').getAttribute('aria-sort')).toBe('descending');
  expect(head('GPU Memory').getAttribute('aria-sort')).toBe('none');
  await userEvent.click(screen.getByRole('button', { name: 'CPU %' }));
  expect(pids()).toEqual(['12', '10', '11']);
  expect(head('CPU %').getAttribute('aria-sort')).toBe('ascending');
});

it('sorts by the keyboard', async () => {
  show(processes);
  screen.getByRole('button', { name: 'Process' }).focus();
  await userEvent.keyboard('{Enter}');
  expect(pids()).toEqual(['12', '10', '11']);
  expect(head('Process').getAttribute('aria-sort')).toBe('ascending');
});

it('says why a name is unknown', () => {
  show(processes);
  expect(screen.getAllByText(/can't be seen from here/).length).toBeGreaterThan(0);
});

it('tells an empty list from an absent one and from one that has not come', () => {
  const { rerender, container } = show([]);
  expect(screen.getByText('No active GPU processes')).toBeDefined();
  rerender(<ProcessesPanel processes={null} reason="No permission." />);
  expect(container.textContent).toContain('N/A: No permission.');
  rerender(<ProcessesPanel processes={undefined} reason="" />);
  expect(screen.getAllByTestId('placeholder').length).toBeGreaterThan(0);
  expect(screen.queryByText(/active/)).toBeNull();
});

it('leaves the list that it sorts alone, and breaks ties by PID', () => {
  const tied = [gpuProcess({ pid: 3 }), gpuProcess({ pid: 2 })];
  expect(sortProcesses(tied, mostMemoryFirst).map(({ pid }) => pid)).toEqual([2, 3]);
  expect(tied.map(({ pid }) => pid)).toEqual([3, 2]);
});

it('starts figures with the largest and words with A', () => {
  expect(nextOrder(mostMemoryFirst, 'cpu_percent').descending).toBe(true);
  expect(nextOrder(mostMemoryFirst, 'username').descending).toBe(false);
  expect(nextOrder(mostMemoryFirst, 'gpu_memory_used').descending).toBe(false);
});

it('points out memory that is held and not used, with its owner and for how long', () => {
  show([
    gpuProcess({ pid: 10, idle_seconds: 3720, gpu_memory_used: 4 * 2 ** 30 }),
    gpuProcess({ pid: 11, process_name: null, username: null, idle_seconds: null }),
    gpuProcess({ pid: 12 }),
  ]);
  const held = screen.getByText('Held GPU Memory').parentElement as HTMLElement;
  expect(within(held).getAllByRole('listitem')).toHaveLength(2);
  expect(held.textContent).toContain(
    '4.0 GiB on GPU 0, unused for 1 h 2 min: held by ada’s python3 (PID 10).',
  );
  expect(held.textContent).toContain('held under PID 11, of which no living process is seen');
});

it('points at nothing where all work', () => {
  show([gpuProcess()]);
  expect(screen.queryByText('Held GPU Memory')).toBeNull();
});

it('says which part of a split GPU a process runs on', () => {
  show([gpuProcess({ instance: 'gpu/0/mig/3', container: '5e1f5e1f5e1f00' })]);
  expect(screen.getByText('MIG 3 · container 5e1f5e1f5e1f')).toBeDefined();
});
