import { act, render, screen, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { createLiveStore } from '@/live/store';
import { FakeTransport } from '@/testing/fake_transport';
import { allWith, comparisonOf, gpuMetrics, silentGpu } from '@/testing/fixtures';
import { hands, settle } from '@/testing/render';
import { App } from './app';

async function open(path: string) {
  window.history.replaceState(null, '', path);
  const transport = new FakeTransport();
  const view = render(<App store={createLiveStore(transport)} />);
  await Promise.all([import('./dashboard_page'), import('./embed_page')]);
  await settle();
  return { ...view, ...hands(transport) };
}

const titles = () =>
  screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent);
const region = (name: string) => screen.queryByRole('region', { name });

describe('the system monitor', () => {
  it('shows placeholders, then the values, in the same panels', async () => {
    const { bring } = await open('/system-monitor');
    const before = titles();
    expect(screen.getAllByTestId('placeholder').length).toBeGreaterThan(20);
    expect(screen.queryByText('N/A')).toBeNull();
    bring(allWith(1));
    expect(screen.queryByTestId('placeholder')).toBeNull();
    expect(titles()).toEqual(before);
    expect(screen.getByText('68.0°C')).toBeDefined();
    expect(screen.getByText('Live Monitoring')).toBeDefined();
  });

  it('lists the GPUs with CPU Only last, and applies a choice at once', async () => {
    const { bring, transport } = await open('/system-monitor');
    bring(allWith(2));
    const select = screen.getByRole('combobox', { name: 'Active GPU Device' });
    expect(
      within(select)
        .getAllByRole('option')
        .map((option) => option.textContent),
    ).toEqual([
      'GPU 0: NVIDIA Jetson Orin Nano (8 GiB)',
      'GPU 1: NVIDIA Jetson Orin Nano (8 GiB)',
      'CPU Only',
    ]);
    await userEvent.selectOptions(select, '1');
    expect(transport.interest).toEqual({ gpuId: 1, everyGpu: false, compared: false });
    expect(window.location.search).toBe('?gpu=1');
    await userEvent.selectOptions(select, 'CPU Only');
    expect(window.location.search).toBe('?gpu=cpu');
    expect(region('GPU Utilization')).toBeNull();
    expect(region('System Resources')).not.toBeNull();
  });

  it('opens at the GPU of the address', async () => {
    const { bring, transport } = await open('/system-monitor?gpu=1');
    expect(transport.interest).toEqual({ gpuId: 1, everyGpu: false, compared: false });
    const all = allWith(2);
    const metrics = gpuMetrics({ gpu_id: 1, temperature: 51 });
    bring({ ...all, gpu: all.gpu && { ...all.gpu, selected_gpu_id: 1, metrics } });
    expect(screen.getByText('51.0°C')).toBeDefined();
  });

  it('says that a GPU of the address is not there', async () => {
    const { bring } = await open('/system-monitor?gpu=9');
    bring(allWith(1));
    expect(screen.getByText('This machine has no GPU 9.')).toBeDefined();
    expect(screen.getByText('68.0°C')).toBeDefined();
  });

  it('gives the GPU’s panels up where there is none, and keeps the host’s', async () => {
    const { bring } = await open('/system-monitor');
    bring(allWith(0));
    expect(screen.getByText('No GPU detected. Running in CPU-only mode.')).toBeDefined();
    expect(screen.getByText('No NVIDIA driver was found.')).toBeDefined();
    for (const name of ['GPU Configuration', 'GPU Utilization', 'Hardware Metrics']) {
      expect(region(name)).toBeNull();
    }
    for (const name of ['System Resources', 'Storage', 'System Information']) {
      expect(region(name)).not.toBeNull();
    }
  });

  it('says in words that a GPU is lost', async () => {
    const { bring } = await open('/system-monitor');
    const all = allWith(1);
    const metrics = silentGpu('lost', { state: 'lost', state_detail: 'GPU is lost.' });
    bring({
      ...all,
      gpu: all.gpu && { ...all.gpu, metrics, processes: [], processes_unavailable: 'lost' },
    });
    expect(screen.getByText('Lost')).toBeDefined();
    expect(screen.getByText('GPU is lost.')).toBeDefined();
    expect(region('GPU Processes')?.textContent).toContain('N/A: The GPU fell off the bus.');
  });
});

describe('the way to the fleet', () => {
  const serve = (shared: boolean) =>
    vi.stubGlobal(
      'fetch',
      vi.fn(async (path: string) =>
        path.endsWith('/health') ? Response.json({ store: { shared } }) : new Response('{}'),
      ),
    );

  it('shows where hosts share the store', async () => {
    serve(true);
    const { bring } = await open('/system-monitor');
    expect(screen.queryByRole('link', { name: 'Fleet' })).toBeNull();
    bring(allWith(1));
    expect(await screen.findByRole('link', { name: 'Fleet' })).toBeDefined();
  });

  it('does not show on a machine of its own', async () => {
    serve(false);
    const { bring } = await open('/system-monitor');
    bring(allWith(1));
    await settle();
    expect(fetch).toHaveBeenCalledWith('/api/v1/system/health', expect.anything());
    expect(screen.queryByRole('link', { name: 'Fleet' })).toBeNull();
  });
});

describe('the comparison', () => {
  const radio = (name: string) => screen.getByRole('radio', { name });
  const compared = () => {
    const gpus = [gpuMetrics(), gpuMetrics({ gpu_id: 1, temperature: 50 })];
    return { gpuMetrics: Object.fromEntries(gpus.entries()), comparison: comparisonOf(gpus) };
  };

  it('takes the place of the single view, and is kept in the address', async () => {
    const { bring, transport } = await open('/system-monitor');
    bring(allWith(2));
    expect((radio('Single GPU') as HTMLInputElement).checked).toBe(true);
    await userEvent.click(radio('Compare GPUs'));
    expect(window.location.search).toBe('?view=compare');
    expect(transport.interest).toEqual({ gpuId: null, everyGpu: true, compared: true });
    act(() => transport.bring(compared()));
    expect(await screen.findAllByRole('article')).toHaveLength(2);
    for (const name of ['GPU Configuration', 'GPU Utilization']) expect(region(name)).toBeNull();
    expect(region('System Resources')).not.toBeNull();
  });

  it('opens from the address, and a card leads to the single view with the focus', async () => {
    const { bring, transport } = await open('/system-monitor?view=compare');
    bring(allWith(2));
    act(() => transport.bring(compared()));
    const links = await screen.findAllByRole('link', { name: /GPU 1/ });
    await userEvent.click(links[0] as HTMLElement);
    expect(window.location.search).toBe('?gpu=1');
    expect(region('GPU Configuration')).not.toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('main'));
  });

  it('is moved to by the keyboard', async () => {
    const { bring } = await open('/system-monitor');
    bring(allWith(2));
    radio('Single GPU').focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(region('Multi-GPU Comparison')).not.toBeNull();
  });

  it('is off with one GPU, and says why', async () => {
    const { bring } = await open('/system-monitor?view=compare');
    bring(allWith(1));
    expect((radio('Compare GPUs') as HTMLInputElement).disabled).toBe(true);
    expect(screen.getByText('This machine has one GPU; comparing takes two.')).toBeDefined();
    expect(region('Multi-GPU Comparison')).toBeNull();
    expect(screen.getByText('68.0°C')).toBeDefined();
  });
});

describe('a connection that breaks', () => {
  it('keeps the last values, dimmed, and can be retried', async () => {
    const { bring, tell, transport, container } = await open('/system-monitor');
    bring(allWith(1));
    tell({ state: 'lost', detail: 'The server cannot be reached.' });
    const alert = screen.getByText(/^Connection lost/).closest<HTMLElement>('[role=alert]');
    if (alert === null) throw new Error('it is not announced');
    expect(alert.textContent).toContain('Connection lost. Attempting to reconnect...');
    expect(alert.textContent).toMatch(/The values below are \d+ s old/);
    expect(screen.getByText('68.0°C')).toBeDefined();
    expect(container.querySelector('[data-stale=true]')).not.toBeNull();
    expect(screen.queryByText('Live Monitoring')).toBeNull();
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(transport.retries).toBe(1);
    tell({ state: 'live' });
    expect(screen.queryByText(/^Connection lost/)).toBeNull();
    expect(container.querySelector('[data-stale=true]')).toBeNull();
  });

  it('explains a missing token and shows no empty panels', async () => {
    const { tell } = await open('/');
    tell({ state: 'unauthorized', detail: 'A token is needed.' });
    expect(screen.getByRole('alert').textContent).toContain('mimon asks for a token');
    expect(screen.queryByRole('region')).toBeNull();
  });
});

it('can be paused, and says how old the values are', async () => {
  const { bring, transport } = await open('/');
  bring(allWith(1));
  await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
  expect(transport.listener).toBeNull();
  expect(screen.getByText(/Paused · \d+ s old/)).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
  expect(transport.listener).not.toBeNull();
  expect(screen.getByText('Live Monitoring')).toBeDefined();
});

describe('the dashboard', () => {
  it('shows a card a GPU that leads to its page, and the host', async () => {
    const { bring, transport } = await open('/');
    expect(transport.interest).toEqual({ gpuId: null, everyGpu: true, compared: false });
    bring(allWith(2));
    act(() =>
      transport.bring({ gpuMetrics: { 1: silentGpu('asleep', { gpu_id: 1, state: 'asleep' }) } }),
    );
    const cards = screen.getAllByRole('article');
    expect(cards).toHaveLength(2);
    expect(cards[0]?.textContent).toContain('75%');
    expect(cards[1]?.textContent).toContain('Asleep');
    expect(region('Host')?.textContent).toContain('45.0%');
    await userEvent.click(screen.getAllByRole('link', { name: /Orin Nano/ })[1] as HTMLElement);
    expect(window.location.pathname + window.location.search).toBe('/system-monitor?gpu=1');
    expect(document.title).toContain('System Monitoring');
  });

  it('shows the host alone where there is no GPU', async () => {
    const { bring } = await open('/');
    bring(allWith(0));
    expect(screen.getByText('No GPU detected. Running in CPU-only mode.')).toBeDefined();
    expect(screen.queryByRole('article')).toBeNull();
    expect(region('Host')).not.toBeNull();
  });
});

describe('the embedded card', () => {
  it('shows one GPU and nothing around it, and opens its page beside', async () => {
    const { bring, transport } = await open('/embed/gpu?gpu=0');
    expect(transport.interest).toEqual({ gpuId: 0, everyGpu: false, compared: false });
    bring(allWith(2));
    expect(screen.getAllByRole('article')).toHaveLength(1);
    expect(screen.queryByRole('navigation')).toBeNull();
    expect(screen.getByRole('link').getAttribute('target')).toBe('_blank');
  });

  it('says that a GPU is not there', async () => {
    const { bring } = await open('/embed/gpu?gpu=7');
    bring(allWith(1));
    expect(screen.getByText('This machine has no GPU 7.')).toBeDefined();
    expect(screen.queryByRole('article')).toBeNull();
  });
});

describe('every page', () => {
  it.each(['/', '/system-monitor', '/docs', '/nowhere'])(
    'marks simulated figures at %s',
    async (path) => {
      const { bring } = await open(path);
      expect(screen.queryByText('SIMULATED')).toBeNull();
      bring(allWith(1, { simulated: true }));
      expect(screen.getByText('SIMULATED')).toBeDefined();
    },
  );

  it('leads to the others and says which one is open', async () => {
    await open('/');
    const nav = screen.getByRole('navigation');
    const monitor = within(nav).getByRole('link', { name: 'System Monitor' });
    expect(monitor.getAttribute('aria-current')).toBeNull();
    await userEvent.click(monitor);
    expect(monitor.getAttribute('aria-current')).toBe('page');
    expect(document.activeElement).toBe(screen.getByRole('main'));
  });

  it('says when there is nothing at an address', async () => {
    await open('/nowhere');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Page not found');
  });

  it('stops the transport when it is closed', async () => {
    const { transport, unmount } = await open('/');
    expect(transport.listener).not.toBeNull();
    act(() => {
      unmount();
    });
    expect(transport.listener).toBeNull();
  });
});
