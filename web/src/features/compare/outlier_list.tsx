import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
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

/// One GPU's falling out of line in one thing.
export function outlierKey({ gpu_id, kind }: Outlier): string {
  return `${gpu_id} ${kind}`;
}

/// Points GPUs out that differ from others of their kind at the same work.
export function OutlierList({ outliers }: { outliers: Outlier[] }) {
  return (
    <>
      <p role="status" className="sr-only">
        {useAnnounced(outliers)}
      </p>
      {outliers.length > 0 && (
        <p className="mb-4 flex gap-2 rounded-lg border border-yellow-500/40 bg-yellow-500/10 px-4 py-2 text-sm text-yellow-100">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span>
            Out of line with GPUs of the same model that work now: {outlierText(outliers)}. The
            cards say more.
          </span>
        </p>
      )}
    </>
  );
}

/// Those that were added last, in words. What goes is not announced.
function useAnnounced(outliers: Outlier[]): string {
  const known = useRef(new Set<string>());
  const [words, setWords] = useState('');
  useEffect(() => {
    const now = new Set(outliers.map(outlierKey));
    const added = outliers.filter((outlier) => !known.current.has(outlierKey(outlier)));
    const gone = [...known.current].some((key) => !now.has(key));
    known.current = now;
    if (added.length > 0) setWords(`Out of line now: ${outlierText(added)}`);
    else if (gone) setWords('');
  }, [outliers]);
  return words;
}
