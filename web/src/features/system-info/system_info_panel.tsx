import { type GpuInfo, type SystemMetrics, textOf } from '@/api/types';
import { Fact } from '@/components/fact';
import { Figure } from '@/components/figure';
import { Panel } from '@/components/panel';
import type { Maybe } from '@/lib/absent';
import { formatDuration } from '@/lib/format';

const untold = 'The hardware or driver does not tell.';

interface SystemInfoPanelProps {
  system: SystemMetrics | null;
  info: GpuInfo | null;
  /// Whether a GPU's facts belong on the page.
  withGpu: boolean;
}

export function SystemInfoPanel({ system, info, withGpu }: SystemInfoPanelProps) {
  return (
    <Panel title="System Information" loading={system === null || (withGpu && info === null)}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3">
        {withGpu && <GpuFacts info={info} />}
        <Text label="Hostname" value={textOf(system?.info, 'hostname')} />
        <Text label="Operating System" value={textOf(system?.info, 'os')} />
        <Text label="Kernel" value={textOf(system?.info, 'kernel')} />
        <Text label="Processor" value={textOf(system?.info, 'cpu_model')} />
        <Text label="Logical CPUs" value={system?.cpu.count} format={String} />
        <Text label="Uptime" value={system?.uptime} format={formatDuration} />
      </dl>
    </Panel>
  );
}

function GpuFacts({ info }: { info: GpuInfo | null }) {
  return (
    <>
      <Text label="Device" value={info?.name} />
      <Text label="CUDA Version" value={info?.cuda_version} />
      <Text label="Driver Version" value={info?.driver_version} />
      <Text label="Compute Capability" value={info?.compute_capability} />
      <Text
        label="Total Memory"
        value={info?.total_memory_gb}
        format={(size) =>
          `${size.toFixed(1)} GiB${info?.unified_memory ? ', shared with CPU' : ''}`
        }
      />
      <Text
        label="Memory Clock"
        value={info?.memory_clock_max}
        format={(clock) => `${clock} MHz`}
      />
    </>
  );
}

interface TextProps<T> {
  label: string;
  value: Maybe<T>;
  format?: (value: T) => string;
}

function Text<T extends string | number>({ label, value, format }: TextProps<T>) {
  return (
    <Fact label={label}>
      <Figure value={value} format={format ?? String} reason={untold} type="text" />
    </Fact>
  );
}
