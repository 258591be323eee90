import { act, render, screen, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GpuMetrics, Outlier } from '@/api/types';
import { comparisonOf, gpuList, gpuMetrics, silentGpu } from '@/testing/fixtures';
import { ComparisonPanel } from './comparison_panel';

function panelOf(metrics: GpuMetrics[], outliers: Outlier[] = []) {
  return (
    <ComparisonPanel
      gpus={gpuList(metrics.length)}
      metrics={Object.fromEntries(metrics.map((gpu) => [gpu.gpu_id, gpu]))}
      comparison={comparisonOf(metrics, outliers)}
      badgeFor={(gpu) => gpu?.state}
    />
  );
}

const show = (metrics: GpuMetrics[]) => render(panelOf(metrics));

const gpu = (gpu_id: number, temperature: number) => gpuMetrics({ gpu_id, temperature });
const cards = () => screen.getAllByRole('article').map((card) => card.textContent ?? '');

it.each([1, 2, 8, 16])('shows %d GPUs, a card each that leads to its view', (count) => {
  show(Array.from({ length: count }, (_, id) => gpu(id, 60 + id)));
  const links = screen.getAllByRole('link');
  expect(links.map((link) => link.getAttribute('href'))).toEqual(
    Array.from({ length: count }, (_, id) => `/system-monitor?gpu=${id}`),
  );
});

it('marks the highest and the lowest in words', () => {
  show([gpu(0, 60), gpu(1, 70), gpu(2, 80)]);
  const [first, second, third] = cards();
  expect(first).toMatch(/Lowest of all GPUs60°C/);
  expect(second).not.toContain('of all GPUs');
  expect(third).toMatch(/Highest of all GPUs80°C/);
});

it('sums up what can be summed', () => {
  const { container } = show([gpu(0, 60), gpu(1, 70)]);
  const totals = container.querySelector('dl')?.textContent;
  expect(totals).toContain('Mean Utilization75%');
  expect(totals).toContain('12.0 / 24.0 GiB');
  expect(totals).toContain('70°C · GPU 1');
  expect(totals).toContain('360 W / 500 W');
});

it('sorts by any metric, the highest first, and turns round', async () => {
  show([gpu(0, 60), gpu(1, 80), gpu(2, 70)]);
  const order = () => cards().map((text) => /GPU (\d)/.exec(text)?.[1]);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Sort by' }), 'Temperature');
  expect(order()).toEqual(['1', '2', '0']);
  expect(window.location.search).toBe('?sort=-temperature');
  await userEvent.click(screen.getByRole('button', { name: /Highest first/ }));
  expect(order()).toEqual(['0', '2', '1']);
});

describe('who falls out of line', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const reason = 'The PCIe link has 8 lanes; those of its peers have 16.';
  const link = {
    metric: 'pcie.width',
    value: 8,
    typical: 16,
    reason,
    kind: 'narrower_link',
  } as const;
  const outliers = (...ids: number[]) => ids.map((gpu_id) => ({ ...link, gpu_id }));
  const gpus = [gpu(0, 60), gpu(1, 60)];
  const said = () => screen.getByRole('status').textContent;
  const banner = () => screen.queryByText(/^Out of line with GPUs/)?.textContent ?? null;

  function watch() {
    const { rerender } = show(gpus);
    return (found: Outlier[], milliseconds: number) => {
      rerender(panelOf(gpus, found));
      act(() => {
        vi.advanceTimersByTime(milliseconds);
      });
    };
  }

  it('is pointed out once that has lasted, and why', () => {
    const sample = watch();
    sample(outliers(1), 2000);
    expect(banner()).toBeNull();
    sample(outliers(1), 1000);
    expect(banner()).toContain('GPU 1 (narrower PCIe link)');
    const [first, second] = screen.getAllByRole('article') as [HTMLElement, HTMLElement];
    expect(within(second).getByText(reason)).toBeDefined();
    expect(within(first).queryByText(reason)).toBeNull();
  });

  it('is announced when it is added, and not when it goes', () => {
    const sample = watch();
    sample(outliers(1), 3000);
    expect(said()).toBe('Out of line now: GPU 1 (narrower PCIe link)');
    sample(outliers(0, 1), 3000);
    expect(said()).toBe('Out of line now: GPU 0 (narrower PCIe link)');
    sample(outliers(0), 10_000);
    expect(banner()).not.toContain('GPU 1');
    expect(said()).toBe('');
  });
});

it('shows N/A for a lost GPU and leaves out what no GPU gives', () => {
  show([gpu(0, 60), silentGpu('lost', { gpu_id: 1, state: 'lost' })]);
  const [first, second] = cards();
  expect(second).toContain('lost');
  expect(second).toContain('N/A: The GPU fell off the bus.');
  expect(first).toContain('GPU Clock');
  expect(first).not.toContain('SM Activity');
});

it('folds the figures below the bars', async () => {
  show([gpu(0, 60), gpu(1, 70)]);
  await userEvent.click(screen.getByRole('checkbox', { name: 'All figures' }));
  expect(cards()[0]).not.toContain('GPU Clock');
  expect(cards()[0]).toContain('Power');
});
