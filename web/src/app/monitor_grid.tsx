import type { ComponentType } from 'react';
import { useColumns } from '@/lib/use_columns';
import {
  Devices,
  Hardware,
  Information,
  Processes,
  Processor,
  Resources,
  Storage,
} from './monitor_panels';

export interface Shown {
  /// The GPU on the page; `null` for none.
  gpuId: number | null;
  withGpu: boolean;
}

const panels = {
  hardware: Hardware,
  processes: Processes,
  resources: Resources,
  processor: Processor,
  devices: Devices,
  storage: Storage,
  information: Information,
} satisfies Record<string, ComponentType<Shown>>;

type Columns = (keyof typeof panels)[][];

/// What stands in which column, by the number of columns.
const withGpuLayouts: Columns[] = [
  [['hardware', 'processes', 'resources', 'processor', 'storage', 'devices', 'information']],
  [
    ['hardware', 'storage', 'information'],
    ['processes', 'resources', 'processor', 'devices'],
  ],
  [['hardware'], ['resources', 'processor', 'devices'], ['processes', 'storage', 'information']],
  [['hardware'], ['resources', 'processor'], ['devices', 'storage'], ['processes', 'information']],
];

const hostLayouts: Columns[] = [
  [['resources', 'processor', 'storage', 'devices', 'information']],
  [
    ['resources', 'processor'],
    ['storage', 'devices', 'information'],
  ],
  [['resources', 'processor'], ['storage', 'devices'], ['information']],
];

/// The panels below the headline figures, in as many columns as there is room for.
export function MonitorGrid(shown: Shown) {
  const layouts = shown.withGpu ? withGpuLayouts : hostLayouts;
  const columns = layouts[Math.min(useColumns(), layouts.length) - 1] ?? [];
  return (
    <div className="flex items-start gap-6">
      {columns.map((names) => (
        <div key={names.join()} className="grid min-w-0 flex-1 gap-6">
          {names.map((name) => {
            const Panel = panels[name];
            return <Panel key={name} {...shown} />;
          })}
        </div>
      ))}
    </div>
  );
}
