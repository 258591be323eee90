import { hostsPath, prepare } from '@/api/client';
import { part } from '@/lib/part';
import { usePathname } from '@/lib/router';
import { useSettings } from '@/lib/settings';
import { LiveProvider } from '@/live/live_context';
import type { LiveStore } from '@/live/store';
import { ApiDocsPage } from './api_docs_page';
import { ErrorBoundary } from './error_boundary';
import { Layout } from './layout';
import { bringMonitor, MonitorPage } from './monitor_page';
import { NotFoundPage } from './not_found_page';

// Each comes with its page alone.
const DashboardPage = part(async () => (await import('./dashboard_page')).default);
const FleetPage = part(async () => {
  prepare(hostsPath);
  return (await import('./fleet_page')).default;
});
const EmbedPage = part(async () => (await import('./embed_page')).default);

const pages = [
  { path: '/', Page: DashboardPage },
  { path: '/system-monitor', Page: MonitorPage },
  { path: '/fleet', Page: FleetPage },
  { path: '/docs', Page: ApiDocsPage },
];

const parts: Record<string, () => void> = {
  '/': DashboardPage.bring,
  '/system-monitor': bringMonitor,
  '/fleet': FleetPage.bring,
  '/embed/gpu': EmbedPage.bring,
};

/// Brings what the page at this path is made of, before it is drawn.
export function bringPage(pathname: string): void {
  parts[pathname]?.();
}

export function App({ store }: { store: LiveStore }) {
  const pathname = usePathname();
  // A change of unit draws every figure anew.
  const unit = useSettings((settings) => settings.temperatureUnit);
  const Page = pages.find(({ path }) => path === pathname)?.Page ?? NotFoundPage;
  if (pathname === '/embed/gpu') {
    return (
      <LiveProvider store={store}>
        <EmbedPage key={unit} />
      </LiveProvider>
    );
  }
  return (
    <LiveProvider store={store}>
      <Layout>
        <ErrorBoundary key={pathname}>
          <Page key={unit} soon={<div className="min-h-dvh" />} />
        </ErrorBoundary>
      </Layout>
    </LiveProvider>
  );
}
