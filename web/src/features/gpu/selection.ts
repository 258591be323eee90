import type { GpuInfo } from '@/api/types';
import { setSearchParam, useSearchParam } from '@/lib/router';
import { useLive } from '@/live/live_context';

/// What the address asks for: a GPU, the host alone, or nothing in particular.
export type Choice = number | 'cpu' | null;

export function parseChoice(text: string | null): Choice {
  if (text === 'cpu') return 'cpu';
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

export interface Selection {
  choice: Choice;
  /// The GPU to show; `null` for the host alone and while no GPU is known.
  gpuId: number | null;
  /// The GPU that the address asks for and this machine does not have.
  missing: number | null;
  choose(choice: Choice): void;
}

export function resolve(choice: Choice, gpus: GpuInfo[] | null, defaultGpuId: number | null) {
  if (choice === 'cpu') return { gpuId: null, missing: null };
  if (gpus === null) return { gpuId: choice, missing: null };
  const fallback = defaultGpuId ?? gpus[0]?.gpu_id ?? null;
  if (choice === null) return { gpuId: fallback, missing: null };
  const found = gpus.some((gpu) => gpu.gpu_id === choice);
  return found ? { gpuId: choice, missing: null } : { gpuId: fallback, missing: choice };
}

/// The GPU that this page shows, kept in the address as `?gpu=1` or `?gpu=cpu`.
export function useSelection(): Selection {
  const choice = parseChoice(useSearchParam('gpu'));
  const gpus = useLive((state) => state.gpus);
  const defaultGpuId = useLive((state) => state.defaultGpuId);
  return {
    choice,
    ...resolve(choice, gpus, defaultGpuId),
    choose: (next) => setSearchParam('gpu', next === null ? null : String(next)),
  };
}
