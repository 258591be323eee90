import { act, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hosts } from '@/api/types';
import { columnsOf, fleetGpu, fleetHost, hostsOf } from '@/testing/fleet';
import { renderLive, settle } from '@/testing/render';
import FleetPage from './fleet_page';

// jsdom draws nothing on a canvas.
vi.mock('@/charts/time_series', () => ({
  TimeSeries: ({ title, lines }: { title: string; lines: { label: string }[] }) => (
    <figure aria-label={title}>{lines.map(({ label }) => label).join(', ')}</figure>
  ),
}));

let asked: string[];

/// Answers as the server would.
function serve(hosts: Hosts | Response, { reached = true } = {}) {
  asked = [];
  vi.stubGlobal(
    'fetch',
    vi.fn(async (path: string) => {
      asked.push(path);
      if (/^https?:/.test(path) && !reached) throw new TypeError('Failed to fetch');
      if (path.includes('/hosts?')) {
        return hosts instanceof Response ? hosts : Response.json(columnsOf(hosts));
      }
      return Response.json({ resolution: '1s', step: 1, timestamps: [], series: [] });
    }),
  );
}

async function open(path: string) {
  window.history.replaceState(null, '', path);
  const view = renderLive(<FleetPage />);
  await settle();
  return view;
}

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
});

const rows = () => within(screen.getByRole('list')).getAllByRole('listitem');

describe('the fleet', () => {
  it('says nothing of its hosts before the first answer', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}));
    const { container } = await open('/fleet');
    expect(container.textContent).toContain('Faulty');
    expect(container.textContent).not.toMatch(/All live|All working|\d/);
  });

  it('shows each host with its GPUs, in figures and in words', async () => {
    serve(hostsOf([fleetHost('node-a'), fleetHost('node-b', { state: 'stale', age_s: 80 })]));
    await open('/fleet');
    expect(rows()).toHaveLength(2);
    const [first, second] = rows() as [HTMLElement, HTMLElement];
    expect(within(first).getByRole('link', { name: 'node-a' }).getAttribute('href')).toBe(
      '/fleet?host=node-a',
    );
    expect(
      within(first).getByRole('button', { name: /^GPU 1, NVIDIA H100, 90% busy/ }).textContent,
    ).toBe('90');
    expect(first.textContent).toContain('120 / 160 GiB');
    expect(within(first).getByRole('link', { name: /Live System Monitor/ })).toBeDefined();
    expect(second.textContent).toContain('Stale1 min');
    // Whether its mimon answers is not the store's to know.
    expect(
      within(second)
        .getByRole('link', { name: /Live System Monitor/ })
        .getAttribute('href'),
    ).toBe('/fleet?host=node-b&live=1');
  });

  it('draws of a thousand hosts those in the window', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => fleetHost(`node-${index}`));
    serve(hostsOf(many));
    await open('/fleet');
    expect(rows().length).toBeGreaterThan(5);
    expect(rows().length).toBeLessThan(60);
    expect(rows()[0]?.getAttribute('aria-setsize')).toBe('1000');
  });

  it('leads to this machine’s own monitor, and marks what is made up', async () => {
    serve(hostsOf([fleetHost('box', { this_host: true, simulated: true })]));
    await open('/fleet');
    expect(screen.getByRole('link', { name: 'box' }).getAttribute('href')).toBe('/system-monitor');
    expect(screen.getByText('This host')).toBeDefined();
    expect(rows()[0]?.textContent).toContain('SIMULATED');
  });

  it('finds, filters and groups, and keeps that in the address', async () => {
    serve(hostsOf([fleetHost('red-1'), fleetHost('blue-1', { state: 'gone', age_s: 9000 })]));
    await open('/fleet');
    await userEvent.type(screen.getByRole('searchbox'), 'red');
    expect(window.location.search).toBe('?q=red');
    expect(rows()).toHaveLength(1);
    await userEvent.click(screen.getByRole('radio', { name: 'Away 1' }));
    expect(screen.getByText('No host matches.', { exact: false })).toBeDefined();
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Group by' }), 'State');
    expect(screen.getAllByRole('heading', { level: 3 }).map((h) => h.textContent)).toEqual([
      'Live',
      'Gone',
    ]);
  });

  it('is walked through by the arrow keys, one stop a host and one its GPUs', async () => {
    serve(hostsOf([fleetHost('node-a'), fleetHost('node-b')]));
    await open('/fleet');
    screen.getByRole('link', { name: 'node-a' }).focus();
    await userEvent.keyboard('{ArrowDown}');
    await act(() => new Promise<void>((done) => requestAnimationFrame(() => done())));
    expect(document.activeElement?.textContent).toBe('node-b');
    const [first] = screen.getAllByRole('button', { name: /^GPU 0/ });
    first?.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^GPU 1/);
    expect(document.querySelectorAll('fieldset button[tabindex="0"]')).toHaveLength(2);
  });

  it('says why there is nothing', async () => {
    serve(Response.json({ detail: 'No such thing.' }, { status: 404 }));
    await open('/fleet');
    expect(screen.getByRole('alert').textContent).toContain('No such thing.');
  });

  it('says that what it shows is what was last known', async () => {
    serve(hostsOf([fleetHost('node-a')], { store_detail: 'The database is away.' }));
    await open('/fleet');
    expect(screen.getByText('The database is away.')).toBeDefined();
    expect(rows()).toHaveLength(1);
  });
});

describe('the comparison', () => {
  it('takes GPUs of several hosts, in one question and in the same charts', async () => {
    serve(hostsOf([fleetHost('node-a'), fleetHost('node-b')]));
    await open('/fleet');
    for (const name of [/^GPU 0/, /^GPU 1/]) {
      const cells = screen.getAllByRole('button', { name });
      await userEvent.click(cells[name.source === '^GPU 0' ? 0 : 1] as HTMLElement);
    }
    expect(screen.getByText('2 GPUs picked')).toBeDefined();
    await userEvent.click(screen.getByRole('button', { name: 'Compare' }));
    const chart = await screen.findByRole('figure', { name: 'Utilization' });
    expect(chart.textContent).toBe('node-a GPU 0, node-b GPU 1');
    const questions = await waitFor(() => {
      const found = asked.filter((path) => path.includes('history'));
      expect(found).toHaveLength(1);
      return found;
    });
    expect(questions[0]).toContain('gpu_id=node-a%3A0,node-b%3A1&');
    await userEvent.click(screen.getByRole('button', { name: 'Remove node-a GPU 0' }));
    expect(screen.getByRole('figure', { name: 'Power' }).textContent).toBe('node-b GPU 1');
  });
});

describe('one host', () => {
  it('shows it from the store, and leads to its own mimon', async () => {
    serve(hostsOf([fleetHost('node-a', { gpus: [fleetGpu({ state: 'lost' })] })]));
    await open('/fleet?host=node-a');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('node-a');
    const live = await screen.findByRole('link', { name: /live System Monitor/ });
    expect(live.getAttribute('href')).toBe('http://node-a:8000/system-monitor');
    expect(screen.getByRole('article').textContent).toContain('lost');
    const chart = await screen.findByRole('figure', { name: 'Utilization' });
    expect(chart.textContent).toBe('GPU 0, CPU');
    expect(asked.filter((path) => path.includes('host=node-a'))).toHaveLength(1);
  });

  it('says that its mimon cannot be reached, and shows what the store has', async () => {
    serve(hostsOf([fleetHost('node-a')]), { reached: false });
    await open('/fleet?host=node-a&live=1');
    const notice = await screen.findByText('The mimon of node-a cannot be reached from here.');
    expect(notice.parentElement?.textContent).toContain('Nothing answers at http://node-a:8000');
    expect(notice.parentElement?.textContent).toContain('what the store has, 1 s old');
    expect(screen.queryByRole('link', { name: /its live System Monitor/ })).toBeNull();
    expect(screen.getAllByRole('article')).toHaveLength(2);
    await waitFor(() => expect(window.location.search).toBe('?host=node-a'));
  });

  it('asks nobody where the host named no address', async () => {
    serve(hostsOf([fleetHost('node-a', { url: null })]));
    await open('/fleet?host=node-a');
    expect(screen.getByText('Its mimon has named no address.')).toBeDefined();
    expect(asked.filter((path) => /^https?:/.test(path))).toEqual([]);
  });

  it('leads from this machine to its own System Monitor, and asks nobody', async () => {
    serve(hostsOf([fleetHost('node-a', { this_host: true })]));
    await open('/fleet?host=node-a');
    expect(screen.getByRole('link', { name: 'Open its System Monitor' }).getAttribute('href')).toBe(
      '/system-monitor',
    );
    expect(asked.filter((path) => /^https?:/.test(path))).toEqual([]);
  });

  it('makes up no total where none is known', async () => {
    serve(hostsOf([fleetHost('node-a', { ram_total: null })]));
    await open('/fleet?host=node-a');
    expect(screen.getByText('System RAM').nextElementSibling?.textContent).toBe('100 GiB');
  });

  it('says that a host is unknown', async () => {
    serve(hostsOf([fleetHost('node-a')]));
    await open('/fleet?host=nobody');
    expect(screen.getByText('No host is called nobody.')).toBeDefined();
  });
});
