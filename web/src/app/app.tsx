import { lazy, Suspense } from 'react';
import { usePathname } from '@/lib/router';
import { useSettings } from '@/lib/settings';
import { LiveProvider } from '@/live/live_context';
import type { LiveStore } from '@/live/store';
import { ApiDocsPage } from './api_docs_page';
import { ErrorBoundary } from './error_boundary';
import { Layout } from './layout';
import { MonitorPage } from './monitor_page';
import { NotFoundPage } from './not_found_page';

// Each comes with its page alone.
const DashboardPage = lazy(() => import('./dashboard_page'));
const FleetPage = lazy(() => import('./fleet_page'));
const EmbedPage = lazy(() => import('./embed_page'));

const pages = [
  { path: '/', Page: DashboardPage },
  { path: '/system-monitor', Page: MonitorPage },
  { path: '/fleet', Page: FleetPage },
  { path: '/docs', Page: ApiDocsPage },
];

export function App({ store }: { store: LiveStore }) {
  const pathname = usePathname();
  // A change of unit draws every figure anew.
  const unit = useSettings((settings) => settings.temperatureUnit);
  const Page = pages.find(({ path }) => path === pathname)?.Page ?? NotFoundPage;
  if (pathname === '/embed/gpu') {
    return (
      <LiveProvider store={store}>
        <Suspense>
          <EmbedPage key={unit} />
        </Suspense>
      </LiveProvider>
    );
  }
  return (
    <LiveProvider store={store}>
      <Layout>
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<div className="min-h-dvh" />}>
            <Page key={unit} />
          </Suspense>
        </ErrorBoundary>
      </Layout>
    </LiveProvider>
  );
}
