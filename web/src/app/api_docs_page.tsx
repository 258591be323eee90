import { lazy, Suspense } from 'react';
import { PageHeader } from './page_header';

const ApiReference = lazy(() => import('@/features/api-docs/api_reference'));

export function ApiDocsPage() {
  return (
    <>
      <PageHeader title="API Reference" />
      <Suspense fallback={<p className="text-slate-400">Loading…</p>}>
        <ApiReference />
      </Suspense>
    </>
  );
}
