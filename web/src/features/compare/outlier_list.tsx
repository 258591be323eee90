import { TriangleAlert } from 'lucide-react';
import type { Outlier } from '@/api/types';

const words: Record<Outlier['kind'], string> = {
  lower_clock: 'lower clock',
  throttled: 'slowed down',
  narrower_link: 'narrower PCIe link',
  hotter: 'hotter',
};

/// Which GPUs fall out of line and in what: `GPU 3 (lower clock, hotter)`.
export function outlierText(outliers: Outlier[]): string {
  const kinds = new Map<number, string[]>();
  for (const { gpu_id, kind } of outliers) {
    kinds.set(gpu_id, [...(kinds.get(gpu_id) ?? []), words[kind]]);
  }
  return [...kinds].map(([gpuId, said]) => `GPU ${gpuId} (${said.join(', ')})`).join(', ');
}

/// Points GPUs out that differ from others of their kind at the same work. Announced when the list
/// changes, since its text holds no figures.
export function OutlierList({ outliers }: { outliers: Outlier[] }) {
  return (
    <div role="status">
      {outliers.length > 0 && (
        <p className="mb-4 flex gap-2 rounded-lg border border-yellow-500/40 bg-yellow-500/10 px-4 py-2 text-sm text-yellow-100">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span>
            Out of line with GPUs of the same model that work now: {outlierText(outliers)}. The
            cards say more.
          </span>
        </p>
      )}
    </div>
  );
}
