import { TriangleAlert } from 'lucide-react';
import { useLasting } from '@/lib/use_lasting';

/// A line that calls out a value which has stayed extreme for a while.
export function Callout({ active, children }: { active: boolean; children: string }) {
  const lasting = useLasting(active);
  if (!lasting) return null;
  return (
    <p role="status" className="mt-3 flex items-center gap-2 text-sm text-red-300">
      <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
      {children}
    </p>
  );
}
