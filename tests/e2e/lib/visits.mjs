/// What the page can look like: for each an address, and what brings the look about once the page is
/// filled. The machine is scenarios/node.toml.

const button = (page, name) => page.getByRole('button', { name, exact: true });
const press = (name, after) => async (page) => {
  await button(page, name).click();
  await after?.(page);
};
const charts = (page) => page.locator('.u-over').nth(2).waitFor();
const monitor = '/system-monitor';
const compare = `${monitor}?view=compare`;
const cards = (page) => page.getByRole('article').nth(7).waitFor();
const rows = (page) => page.getByText('This host', { exact: true }).waitFor();
const kept = (settings) => ({ 'mimon-settings': JSON.stringify(settings) });

export const visits = [
  { name: 'Dashboard', path: '/' },
  { name: 'System Monitor', path: monitor, act: charts },
  { name: 'The last 24 hours', path: `${monitor}?range=24h`, act: charts },
  {
    name: 'Settings',
    onTop: true,
    path: monitor,
    act: press('Settings', (page) => page.getByRole('dialog').waitFor()),
  },
  {
    name: 'Paused',
    path: monitor,
    act: press('Pause', (page) => button(page, 'Resume').waitFor()),
  },
  {
    name: 'Adding a metric',
    path: monitor,
    act: press('Add metric', (page) =>
      page.getByRole('listbox').getByRole('option').first().waitFor(),
    ),
  },
  {
    name: 'Exporting',
    path: monitor,
    act: press('Export', (page) => page.getByText('CSV').first().waitFor()),
  },
  {
    name: 'A metric that was added',
    path: `${monitor}?charts=host.disk_io.read_rate`,
    act: (page) => page.locator('.u-over').nth(3).waitFor(),
  },
  {
    name: 'A chart held by the keyboard',
    path: monitor,
    async act(page) {
      await charts(page);
      await page.getByRole('slider').first().focus();
      await page.keyboard.press('ArrowLeft');
    },
  },
  {
    name: 'Held GPU memory',
    path: `${monitor}?gpu=7`,
    act: (page) => page.getByText('Held GPU Memory').waitFor(),
  },
  { name: 'The machine alone', path: `${monitor}?gpu=cpu` },
  {
    name: 'A GPU that there is not',
    path: `${monitor}?gpu=40`,
    act: (page) => page.getByText('has no GPU 40').waitFor(),
  },
  { name: 'Comparison', path: compare, act: cards },
  {
    name: 'Comparison without small figures',
    path: compare,
    async act(page) {
      await cards(page);
      await page.getByRole('checkbox', { name: 'All figures' }).click();
    },
  },
  {
    name: 'One GPU in a frame',
    path: '/embed/gpu?gpu=0',
    unfilled: true,
    act: (page) => page.getByRole('link').waitFor(),
  },
  { name: 'A GPU in a frame that there is not', path: '/embed/gpu?gpu=40', unfilled: true },
  { name: 'High contrast', path: compare, act: cards, storage: kept({ palette: 'contrast' }) },
  {
    name: 'High contrast, one GPU',
    path: monitor,
    act: charts,
    storage: kept({ palette: 'contrast' }),
  },
  {
    name: 'Colour-blind safe',
    path: monitor,
    act: charts,
    storage: kept({ palette: 'colour-blind' }),
  },
  { name: 'Fleet', path: '/fleet', unfilled: true, act: rows },
  {
    name: 'Fleet, a host that there is not',
    path: '/fleet?host=nobody',
    unfilled: true,
    act: (page) => page.getByText('No host is called nobody.').waitFor(),
  },
  {
    name: 'Fleet, high contrast',
    path: '/fleet',
    unfilled: true,
    act: rows,
    storage: kept({ palette: 'contrast' }),
  },
  {
    name: 'Fleet, colour-blind safe',
    path: '/fleet',
    unfilled: true,
    act: rows,
    storage: kept({ palette: 'colour-blind' }),
  },
  { name: 'API reference', path: '/docs', unfilled: true },
  { name: 'No such page', path: '/nowhere', unfilled: true },
];

/// Options of `openPage` for a visit.
export function prepareFor({ storage = {} }) {
  return async (page) => {
    await page.addInitScript((items) => {
      for (const [key, value] of Object.entries(items)) localStorage.setItem(key, value);
    }, storage);
  };
}
