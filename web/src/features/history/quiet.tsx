import { TrendingUp } from 'lucide-react';
import { ChartsSkeleton, type SkeletonProps } from './skeleton';

/// A sentence where the charts would be, in as much room.
export function Quiet({ count, gpus, children }: SkeletonProps & { children: string }) {
  return (
    <div className="relative">
      <div className="invisible">
        <ChartsSkeleton count={count} gpus={gpus} />
      </div>
      <div className="absolute inset-0 flex flex-col items-center justify-center gap-3 text-sm text-slate-300">
        <TrendingUp aria-hidden="true" className="size-10 text-slate-600" />
        <p role="status">{children}</p>
      </div>
    </div>
  );
}
