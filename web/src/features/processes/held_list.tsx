import { TriangleAlert } from 'lucide-react';
import type { GpuProcess } from '@/api/types';
import { isKnown } from '@/lib/absent';
import { formatBytes, formatDuration } from '@/lib/format';
import { useSettings } from '@/lib/settings';
import { type Held, heldMemory } from './held';

/// Points GPU memory out that is held and not used: how much, by whom, for how long.
export function HeldList({ processes }: { processes: readonly GpuProcess[] }) {
  const minutes = useSettings((settings) => settings.heldMinutes);
  const held = heldMemory(processes, minutes);
  if (held.length === 0) return null;
  return (
    <div className="mb-4 rounded-lg border border-yellow-500/40 bg-yellow-500/10 px-4 py-2 text-sm text-yellow-100">
      <h3 className="flex items-center gap-2 font-medium">
        <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
        Held GPU Memory
      </h3>
      <ul className="mt-1 max-h-40 space-y-1 overflow-y-auto pl-6">
        {held.map((one) => (
          <li key={`${one.process.gpu_id}/${one.process.pid}`}>{sentence(one)}</li>
        ))}
      </ul>
    </div>
  );
}

function sentence({ process, bytes, idle, ownerless }: Held): string {
  const { pid, process_name, username, gpu_id } = process;
  const where = `${formatBytes(bytes)} on GPU ${gpu_id}`;
  const rest = isKnown(idle) ? `, unused for ${formatDuration(idle)}` : '';
  if (ownerless) {
    return `${where}${rest}: held under PID ${pid}, of which no living process is seen from here.`;
  }
  const owner = isKnown(username) ? `${username}’s ` : '';
  return `${where}${rest}: held by ${owner}${process_name} (PID ${pid}).`;
}
