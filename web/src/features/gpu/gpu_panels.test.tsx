import { render, screen, within } from '@testing-library/preact';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import type { GpuMetrics } from '@/api/types';
import { gpuMetrics, silentGpu } from '@/testing/fixtures';
import { FanPanel } from './fan_panel';
import { HardwarePanel } from './hardware_panel';
import { HealthPanel } from './health_panel';
import { InstancesPanel } from './instances_panel';
import { PowerPanel } from './power_panel';
import { TemperaturePanel } from './temperature_panel';
import { UtilizationPanel } from './utilization_panel';

type Metrics = GpuMetrics | null;

const panels: [string, (metrics: Metrics) => ReactNode][] = [
  ['GPU Utilization', (metrics) => <UtilizationPanel metrics={metrics} />],
  ['Temperature', (metrics) => <TemperaturePanel metrics={metrics} />],
  ['Power Usage', (metrics) => <PowerPanel metrics={metrics} />],
  ['Fan Speed', (metrics) => <FanPanel metrics={metrics} />],
  ['Hardware Metrics', (metrics) => <HardwarePanel metrics={metrics} />],
  ['Throttling and Health', (metrics) => <HealthPanel metrics={metrics} />],
];

function text(panel: ReactNode): string {
  return render(panel).container.textContent ?? '';
}

describe.each(panels)('the %s panel', (title, panel) => {
  it('shows N/A and no figure where the GPU gives nothing', () => {
    const shown = text(panel(silentGpu('unsupported')));
    expect(shown).toContain('N/A: The hardware or driver does not give this value.');
    expect(shown.replaceAll('N/A', '')).not.toMatch(/\d/);
  });

  it('says that the GPU is lost where it is', () => {
    const shown = text(panel(silentGpu('lost', { state: 'lost' })));
    expect(shown).toContain('N/A: The GPU fell off the bus.');
  });

  it('holds its place while nothing is known', () => {
    render(panel(null));
    const region = screen.getByRole('region', { name: title });
    expect(region.getAttribute('aria-busy')).toBe('true');
    expect(within(region).getAllByTestId('placeholder').length).toBeGreaterThan(0);
    expect(region.textContent).not.toContain('N/A');
  });
});

describe('a GPU split into instances', () => {
  const instance = {
    id: 'gpu/0/mig/1',
    name: 'NVIDIA H100 MIG 1g.10gb',
    memory: { used: 2 ** 30, total: 10 * 2 ** 30 },
    activity: { sm: null },
  };

  it('lists them', () => {
    const shown = text(
      <InstancesPanel
        metrics={gpuMetrics({ instances: [instance] as never })}
        gpuName="NVIDIA H100"
      />,
    );
    expect(shown).toContain('(MIG)MIG 1g.10gb');
    expect(shown).toContain('1.0 / 10.0 GiB');
    expect(shown).not.toContain('SM Activity');
  });

  it('leaves no empty panel on a GPU that is whole', () => {
    expect(text(<InstancesPanel metrics={gpuMetrics()} gpuName="" />)).toBe('');
  });
});

describe('a working GPU', () => {
  it('shows utilization and memory', () => {
    const shown = text(<UtilizationPanel metrics={gpuMetrics()} />);
    expect(shown).toContain('75%');
    expect(shown).toContain('Elevated');
    expect(shown).toContain('6.0 / 12.0 GiB');
  });

  it('shows the temperature with its limit and a word for its colour', () => {
    const shown = text(<TemperaturePanel metrics={gpuMetrics({ temperature: 80 })} />);
    expect(shown).toContain('80.0°C');
    expect(shown).toContain('Max: 95°C');
    expect(shown).toContain('High');
  });

  it('shows power against its limit, and without one', () => {
    expect(text(<PowerPanel metrics={gpuMetrics()} />)).toContain('180.0 W / 250 W');
    const power = { usage: 180, limit: null, usage_percent: null, energy: null };
    expect(text(<PowerPanel metrics={gpuMetrics({ power })} />)).toContain('180.0 W / N/A');
  });

  it('shows turns a minute only where they are measured', () => {
    expect(text(<FanPanel metrics={gpuMetrics()} />)).toContain('1710 RPM');
    const shown = text(<FanPanel metrics={gpuMetrics({ fan_rpm: null })} />);
    expect(shown).toContain('65%');
    expect(shown).not.toContain('RPM');
  });

  it('shows clocks, the PCIe link and the engines', () => {
    const shown = text(<HardwarePanel metrics={gpuMetrics()} />);
    for (const figure of ['1785 MHz', 'Max: 1950 MHz', '8.5 GB/s', '31.5 GB/s', 'Gen 4\u00a0×16']) {
      expect(shown).toContain(figure);
    }
    expect(shown).not.toContain('SM Activity');
  });

  it('says what holds the clocks back, in words', () => {
    expect(text(<HealthPanel metrics={gpuMetrics()} />)).toContain('Nothing');
    const throttle_reasons = ['hw_thermal_slowdown', 'something_new'] as never[];
    const shown = text(<HealthPanel metrics={gpuMetrics({ throttle_reasons })} />);
    expect(shown).toContain('Heat (hardware)');
    expect(shown).toContain('something new');
  });
});
