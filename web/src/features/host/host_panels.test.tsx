import { render, screen } from '@testing-library/preact';
import { expect, it } from 'vitest';
import type { DiskRates, NetworkRates, SystemMetrics } from '@/api/types';
import { systemMetrics } from '@/testing/fixtures';
import { ProcessorPanel } from './processor_panel';
import { SystemResourcesPanel } from './system_resources_panel';

const mib = 2 ** 20;
const disks = { read_rate: 320 * mib, write_rate: 180 * mib, devices: [] } as unknown as DiskRates;
const networks = { sent_rate: null, recv_rate: 0, devices: [] } as unknown as NetworkRates;

function resources(system: SystemMetrics | null): string {
  const { container } = render(
    <SystemResourcesPanel system={system} diskRates={disks} networkRates={networks} />,
  );
  return container.textContent ?? '';
}

it('shows the host’s resources', () => {
  const shown = resources(systemMetrics());
  for (const figure of ['45.0%', '18.0 / 32.0 GiB', '1.0 / 8.0 GiB', '320 MiB/s', '180 MiB/s']) {
    expect(shown).toContain(figure);
  }
});

it('tells a rate that is not known from one of zero', () => {
  const shown = resources(systemMetrics());
  expect(shown).toContain('Sent ↑ N/A: A rate needs a second sample.');
  expect(shown).toContain('Received ↓ 0 B/s');
});

it('says that there is no swap instead of 0 of 0', () => {
  const swap = { used: 0, total: 0, used_percent: null } as SystemMetrics['swap'];
  expect(resources(systemMetrics({ swap }))).toContain('Swap Memorynone');
});

it('draws a bar for each core and names it', () => {
  const { container } = render(<ProcessorPanel system={systemMetrics()} />);
  expect(screen.getByText('Core 3: 100%')).toBeDefined();
  expect(container.textContent).toContain('4 cores, busiest 100%');
});

it('names the limits of a container, where there are any', () => {
  const { container, rerender } = render(<ProcessorPanel system={systemMetrics()} />);
  expect(container.textContent).not.toContain('Limit');
  const cgroup = { cpu_quota: 1.5, memory_limit: 4 * 2 ** 30, memory_used: 2 ** 30 };
  rerender(<ProcessorPanel system={systemMetrics({ cgroup } as never)} />);
  expect(container.textContent).toContain('CPU Limit1.5 CPUs');
  expect(container.textContent).toContain('RAM Limit1.0 / 4.0 GiB');
});

it('shows absent cores and pressure as N/A', () => {
  const base = systemMetrics();
  const unavailable = { pressure: 'unsupported' };
  const none = { some: null };
  const pressure = { cpu: none, memory: none, io: none };
  const { container } = render(
    <ProcessorPanel
      system={{ ...base, cpu: { ...base.cpu, per_core: [] }, pressure, unavailable } as never}
    />,
  );
  expect(screen.queryByText(/^Core/)).toBeNull();
  expect(container.textContent).toContain('N/A: The hardware or driver does not give this value.');
});
