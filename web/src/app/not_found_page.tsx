import { Link } from '@/lib/router';
import { PageHeader } from './page_header';

export function NotFoundPage() {
  return (
    <>
      <PageHeader title="Page not found" values={false} />
      <p className="text-slate-300">
        There is nothing at this address.{' '}
        <Link href="/" className="text-emerald-400 underline">
          Go to the dashboard
        </Link>
      </p>
    </>
  );
}
