import { setSearchParam, useSearchParam } from '@/lib/router';

export type ViewMode = 'single' | 'compare';

/// How the page shows the GPUs, kept in the address as `?view=compare`. Fewer than two GPUs can't be
/// compared; while their number is not known the address is trusted.
export function useViewMode(gpuCount: number | null): [ViewMode, (mode: ViewMode) => void] {
  const wanted = useSearchParam('view') === 'compare';
  const possible = gpuCount === null || gpuCount > 1;
  return [
    wanted && possible ? 'compare' : 'single',
    (mode) => setSearchParam('view', mode === 'compare' ? 'compare' : null),
  ];
}
