import type { DiskUsage } from '@/api/types';
import { Meter } from '@/components/meter';
import { toneOf } from '@/components/tones';
import { isKnown } from '@/lib/absent';
import { formatPercent } from '@/lib/format';
import { levelOf } from '@/lib/status';

/// The mount point with the least room, by share.
export function fullestMount(mounts: DiskUsage[] | null): DiskUsage | null {
  const known = (mounts ?? []).filter((mount) => isKnown(mount.percent));
  return known.sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0))[0] ?? null;
}

export function FullestMount({ mounts }: { mounts: DiskUsage[] | null }) {
  const mount = fullestMount(mounts);
  return (
    <Meter
      label={mount ? `Fullest Storage: ${mount.mount_point}` : 'Fullest Storage'}
      value={mount?.percent}
      tone={toneOf(levelOf('storage', mount?.percent))}
      size="medium"
      format={formatPercent}
      reason="No mounted file system gives its size."
    />
  );
}
