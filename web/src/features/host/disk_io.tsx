import type { DiskRates } from '@/api/types';
import { Meter } from '@/components/meter';
import { tones } from '@/components/tones';
import { formatRate } from '@/lib/format';
import { useScale } from '@/lib/scale';
import { notYet } from './network_io';

/// What all disks read and write. The bars' scale grows with what was seen.
export function DiskIo({ rates }: { rates: DiskRates | null }) {
  const scale = useScale([rates?.read_rate, rates?.write_rate], 10 * 1024 ** 2);
  const bar = (label: string, value: number | null | undefined, tone: typeof tones.read) => (
    <Meter
      label={label}
      value={value}
      max={scale}
      tone={tone}
      size="medium"
      format={formatRate}
      reason={notYet}
    />
  );
  return (
    <div>
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {bar('Disk Read', rates?.read_rate, tones.read)}
        {bar('Disk Write', rates?.write_rate, tones.write)}
      </div>
      <p className="mt-1 text-xs text-slate-400">Full bar: {formatRate(scale)}</p>
    </div>
  );
}
