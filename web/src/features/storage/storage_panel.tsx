import { HardDrive } from 'lucide-react';
import type { DiskUsage } from '@/api/types';
import { Meter } from '@/components/meter';
import { Panel } from '@/components/panel';
import { toneOf } from '@/components/tones';
import { isKnown } from '@/lib/absent';
import { formatBytes, formatBytesOf, formatPercent } from '@/lib/format';
import { levelOf, storageWarning } from '@/lib/status';

const unread = 'The file system does not answer, or its figures could not be read.';

export function StoragePanel({ mounts }: { mounts: DiskUsage[] | null }) {
  return (
    <Panel title="Storage" icon={HardDrive} iconClass="text-emerald-400" loading={mounts === null}>
      <ul className="space-y-4">
        {mounts === null
          ? ['/', '…'].map((path) => (
              <li key={path}>
                <Meter
                  label={path}
                  value={null}
                  tone={toneOf(null)}
                  size="medium"
                  format={formatPercent}
                />
              </li>
            ))
          : mounts.map((mount) => <Mount key={mount.mount_point} mount={mount} />)}
      </ul>
      {mounts?.length === 0 && <p className="text-sm text-slate-400">No mounted file systems</p>}
    </Panel>
  );
}

/// The share counts what anyone may use, as `df` does; where that is much less than the whole, the
/// sizes alone would not explain it.
function reserveHint({ total, used, free, percent }: DiskUsage): string | undefined {
  if (!isKnown(total) || !isKnown(used) || !isKnown(free) || !isKnown(percent)) return undefined;
  const differs = total > 0 && Math.abs(percent - (100 * used) / total) > 5;
  return differs ? `${formatBytes(free)} free to use` : undefined;
}

function Mount({ mount }: { mount: DiskUsage }) {
  const { total, used, percent } = mount;
  const full = isKnown(percent) && percent >= storageWarning;
  const figure = (share: number) =>
    isKnown(used) && isKnown(total)
      ? `${formatBytesOf(used, total)} (${formatPercent(share)})`
      : formatPercent(share);
  return (
    <li>
      <Meter
        label={mount.mount_point}
        labelClass="font-mono"
        value={percent}
        tone={toneOf(levelOf('storage', percent))}
        size="medium"
        format={figure}
        reason={mount.state_detail ?? unread}
        hint={full ? <span className="text-red-300">Almost full</span> : reserveHint(mount)}
      />
    </li>
  );
}
