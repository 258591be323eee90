import type { GpuProcess } from '@/api/types';
import { isKnown } from '@/lib/absent';

/// Memory that a process keeps others from without using the GPU.
export interface Held {
  process: GpuProcess;
  bytes: number;
  /// Seconds of rest; `null` where it is not known.
  idle: number | null;
  /// No process of that PID can be seen: it ended, or runs where mimon can't look.
  ownerless: boolean;
}

/// Those that have rested for `minutes`, or whose process is not to be seen; the most memory first.
/// What draws the screen rests by nature and is left out.
export function heldMemory(processes: readonly GpuProcess[], minutes: number): Held[] {
  return processes
    .flatMap((process): Held[] => {
      const { gpu_memory_used: bytes, idle_seconds: idle, process_name, type } = process;
      const ownerless = !isKnown(process_name);
      const rests = type !== 'G' && isKnown(idle) && idle >= minutes * 60;
      const held = isKnown(bytes) && bytes > 0 && (rests || (ownerless && idle !== 0));
      return held ? [{ process, bytes, idle: idle ?? null, ownerless }] : [];
    })
    .sort((a, b) => b.bytes - a.bytes);
}
