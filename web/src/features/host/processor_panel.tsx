import { Cpu } from 'lucide-react';
import type { SystemMetrics } from '@/api/types';
import { Fact } from '@/components/fact';
import { Figure } from '@/components/figure';
import { Panel } from '@/components/panel';
import { isKnown, type Maybe } from '@/lib/absent';
import { formatBytesOf, formatCelsius, formatMegahertz, formatPercent } from '@/lib/format';
import { reasonFor } from '@/lib/reasons';
import { Cores } from './cores';

/// The processor core by core, how much work waits for the machine, and the limits of the slice or
/// container that mimon sees.
export function ProcessorPanel({ system }: { system: SystemMetrics | null }) {
  const fact = (
    label: string,
    path: string,
    value: Maybe<number>,
    format: (value: number) => string,
  ) => (
    <Fact label={label}>
      <Figure value={value} format={format} reason={reasonFor(system, path)} />
    </Fact>
  );
  const percent = (value: number) => formatPercent(value, 1);
  const pressure = system?.pressure;
  const limits = system?.cgroup;
  return (
    <Panel
      title="Processor and Pressure"
      icon={Cpu}
      iconClass="text-cyan-400"
      loading={system === null}
    >
      <Cores perCore={system?.cpu.per_core} reason={reasonFor(system, 'cpu.percent')} />
      <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-5">
        {fact('Frequency', 'cpu.frequency_mhz', system?.cpu.frequency_mhz, formatMegahertz)}
        {fact('Temperature', 'cpu.temperature', system?.cpu.temperature, formatCelsius)}
        {fact('Waits for CPU', 'pressure.cpu.some', pressure?.cpu.some, percent)}
        {fact('Waits for RAM', 'pressure.memory.some', pressure?.memory.some, percent)}
        {fact('Waits for I/O', 'pressure.io.some', pressure?.io.some, percent)}
        {isKnown(limits?.cpu_quota) &&
          fact('CPU Limit', 'cgroup.cpu_quota', limits.cpu_quota, (cpus) => `${cpus} CPUs`)}
        {isKnown(limits?.memory_limit) && (
          <Fact label="RAM Limit">
            <Figure
              value={limits.memory_used}
              format={(used) => formatBytesOf(used, limits.memory_limit)}
              reason={reasonFor(system, 'cgroup.memory_used')}
            />
          </Fact>
        )}
      </dl>
    </Panel>
  );
}
