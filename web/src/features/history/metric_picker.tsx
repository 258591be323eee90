import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { part } from '@/lib/part';
import type { Catalogue } from './charts';
import { DropDown } from './drop_down';
import { offersOf } from './metric_search';

const MetricChoice = part(async () => (await import('./metric_choice')).default);

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
        <MetricChoice
          offers={offers}
          chosen={chosen}
          soon={<div className="h-96 w-96 max-w-full" />}
        />
      )}
    </DropDown>
  );
}
