/// What the page can look like: for each an address, and what brings the look about once the page is
/// filled. `answers` stand in for the server's where it has no such look. The machine is
/// scenarios/node.toml.

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
  {
    name: 'Fleet without a shared store',
    path: '/fleet',
    act: rows,
  },
  {
    name: 'API reference',
    path: '/docs',
    unfilled: true,
    act: (page) => page.getByRole('navigation', { name: 'Endpoints' }).waitFor(),
  },
  { name: 'No such page', path: '/nowhere', unfilled: true },
];

const fleet = '/fleet';
const text = (words) => (page) => page.getByText(words).first().waitFor();
const lines = (page) => page.locator('.u-over').first().waitFor();
const compared = `${fleet}?view=compare&gpus=gpu-box:0,gpu-box:5,atelier:0`;
const refused = { status: 503, json: { title: 'Unavailable', detail: 'The store is away.' } };

/// The same for the fleet: of `gpu-box` of lib/fleet.mjs, with made-up hosts beside it.
export const fleetVisits = [
  { name: 'Fleet', path: fleet, act: rows },
  { name: 'Fleet in groups', path: `${fleet}?group=state&sort=temperature&order=desc`, act: rows },
  {
    name: 'Fleet with GPUs picked',
    path: `${fleet}?gpus=gpu-box:0,gpu-box:5`,
    act: text('2 GPUs picked'),
  },
  { name: 'Fleet without a match', path: `${fleet}?q=nowhere`, act: text('No host matches') },
  { name: 'One host of the fleet', path: `${fleet}?host=gpu-box`, act: lines },
  {
    name: 'A host that there is not',
    path: `${fleet}?host=nobody`,
    unfilled: true,
    act: text('is called nobody'),
  },
  { name: 'GPUs of several hosts', path: compared, act: lines },
  {
    name: 'Fleet that cannot be asked for',
    path: fleet,
    unfilled: true,
    answers: { '**/api/v1/system/hosts*': refused },
    act: text('The store is away.'),
  },
  {
    name: 'Fleet in high contrast',
    path: fleet,
    act: rows,
    storage: kept({ palette: 'contrast' }),
  },
  {
    name: 'One host in high contrast',
    path: `${fleet}?host=gpu-box`,
    act: lines,
    storage: kept({ palette: 'contrast' }),
  },
  {
    name: 'Fleet, colour-blind safe',
    path: fleet,
    act: rows,
    storage: kept({ palette: 'colour-blind' }),
  },
];

/// Options of `openPage` for a visit.
export function prepareFor({ storage = {}, answers = {} }) {
  return async (page) => {
    for (const [address, answer] of Object.entries(answers)) {
      await page.route(address, (route) => route.fulfill(answer));
    }
    await page.addInitScript((items) => {
      for (const [key, value] of Object.entries(items)) localStorage.setItem(key, value);
    }, storage);
  };
}
