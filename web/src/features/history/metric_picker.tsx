import { Plus } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import type { Catalogue } from './charts';
import { DropDown } from './drop_down';
import { offersOf } from './metric_search';

const MetricChoice = lazy(() => import('./metric_choice'));

interface MetricPickerProps {
  catalogue: Catalogue;
  gpus: readonly number[];
  /// Ids of the charts that were added.
  chosen: readonly string[];
}

/// Adds a chart of any metric, and takes it away again.
export function MetricPicker({ catalogue, gpus, chosen }: MetricPickerProps) {
  const offers = useMemo(() => offersOf(catalogue, gpus), [catalogue, gpus]);
  return (
    <DropDown label="Add metric" icon={Plus} disabled={offers.length === 0}>
      {() => (
        <Suspense fallback={<div className="h-96 w-96 max-w-full" />}>
          <MetricChoice offers={offers} chosen={chosen} />
        </Suspense>
      )}
    </DropDown>
  );
}
