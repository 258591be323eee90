import { TrendingUp } from 'lucide-react';
import { ChartsSkeleton } from './skeleton';

/// A sentence where the charts would be, in as much room.
export function Quiet({ count, children }: { count: number; children: string }) {
  return (
    <div className="relative">
      <div className="invisible">
        <ChartsSkeleton count={count} />
      </div>
      <div className="absolute inset-0 flex flex-col items-center justify-center gap-3 text-sm text-slate-300">
        <TrendingUp aria-hidden="true" className="size-10 text-slate-600" />
        <p role="status">{children}</p>
      </div>
    </div>
  );
}
