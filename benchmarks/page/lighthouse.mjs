/// Lighthouse's scores of the pages, as `scores(origin)` gives them.
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

export const pages = {
  'System Monitor': '/system-monitor',
  Comparison: '/system-monitor?view=compare',
  Dashboard: '/',
  'One GPU in a frame': '/embed/gpu?gpu=0',
};

const presets = { desktop: desktopConfig, mobile: undefined };
const categories = ['performance', 'accessibility', 'best-practices'];

const failed = ({ audits }, { auditRefs }) =>
  auditRefs
    .map(({ id }) => audits[id])
    .filter(({ score }) => score !== null && score < 0.9)
    .map(({ id, displayValue }) => (displayValue ? `${id}: ${displayValue}` : id));

async function visit(chrome, address, config) {
  const flags = { port: chrome.port, onlyCategories: categories, output: 'html', logLevel: 'error' };
  const { lhr, report } = await lighthouse(address, flags, config);
  if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  return { lhr, report };
}

/// What one visit gave, in few words.
function summary({ lhr }) {
  const { categories: found, audits, environment } = lhr;
  return {
    // Lighthouse's own measure of the machine's speed; phones are made of any by the same factor.
    benchmark_index: Math.round(environment.benchmarkIndex),
    scores: Object.fromEntries(categories.map((id) => [id, Math.round(found[id].score * 100)])),
    first_contentful_paint_ms: Math.round(audits['first-contentful-paint'].numericValue),
    largest_contentful_paint_ms: Math.round(audits['largest-contentful-paint'].numericValue),
    total_blocking_time_ms: Math.round(audits['total-blocking-time'].numericValue),
    cumulative_layout_shift: Number(audits['cumulative-layout-shift'].numericValue.toFixed(4)),
    below_90: categories.flatMap((id) => failed(lhr, found[id])),
  };
}

/// A visit's `{ page, preset, ...summary }`, each the middle one of `runs` by its performance.
/// `keep` is given the full report in HTML.
export async function scores(origin, { runs = 3, keep } = {}) {
  const chrome = await launch({
    chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromeFlags: ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage'],
  });
  const found = [];
  try {
    for (const [preset, config] of Object.entries(presets)) {
      for (const [page, path] of Object.entries(pages)) {
        const visits = [];
        for (let run = 0; run < runs; run += 1)
          visits.push(await visit(chrome, origin + path, config));
        visits.sort((a, b) => a.lhr.categories.performance.score - b.lhr.categories.performance.score);
        const middle = visits[Math.floor(runs / 2)];
        found.push({ page, preset, ...summary(middle) });
        keep?.(page, preset, middle.report);
      }
    }
  } finally {
    chrome.kill();
  }
  return found;
}
