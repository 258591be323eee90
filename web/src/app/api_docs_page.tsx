import { part } from '@/lib/part';
import { PageHeader } from './page_header';

const ApiReference = part(async () => (await import('@/features/api-docs/api_reference')).default);

export function ApiDocsPage() {
  return (
    <>
      <PageHeader title="API Reference" values={false} />
      <ApiReference soon={<p className="text-slate-400">Loading…</p>} />
    </>
  );
}
