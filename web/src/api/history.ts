import { base, get } from './client';
import type { History, HistoryOfHosts } from './types';

export type Resolution = History['resolution'];

export const secondsOf: Record<Resolution, number> = { '1s': 1, '10s': 10, '1m': 60, '5m': 300 };

/// What to ask of the history; times are seconds since 1970.
export interface HistoryQuestion {
  metrics: readonly string[];
  start: number;
  /// The moment after the last; without it, now.
  end?: number;
  /// Without it the server takes the finest that fits.
  resolution?: Resolution;
  maxPoints?: number;
  minMax?: boolean;
  /// A host that shares the store; without it, the machine that answers.
  host?: string;
}

export function getGpuHistory(
  gpuIds: readonly number[],
  question: HistoryQuestion,
  signal: AbortSignal,
): Promise<History> {
  return get<History>(
    `/gpu-metrics/history?gpu_id=${gpuIds.join()}&${parameters(question)}&format=columns`,
    signal,
  );
}

/// A GPU of a host that shares the store.
export interface FleetGpuId {
  host: string;
  gpu: number;
}

/// GPUs of any hosts: an answer a host.
export async function getFleetHistory(
  gpus: readonly FleetGpuId[],
  question: HistoryQuestion,
  signal: AbortSignal,
): Promise<readonly History[]> {
  const ids = gpus.map(({ host, gpu }) => encodeURIComponent(`${host}:${gpu}`)).join();
  const answer = await get<History | HistoryOfHosts>(
    `/gpu-metrics/history?gpu_id=${ids}&${parameters(question)}&format=columns`,
    signal,
  );
  return 'hosts' in answer ? answer.hosts : [answer];
}

export function getHostHistory(question: HistoryQuestion, signal: AbortSignal): Promise<History> {
  return get<History>(`/metrics/history?${parameters(question)}&format=columns`, signal);
}

/// Where a range can be downloaded; of the host for `null`.
export function exportAddress(
  gpuIds: readonly number[] | null,
  question: HistoryQuestion,
  format: 'csv' | 'json',
): string {
  const path =
    gpuIds === null ? '/metrics/export?' : `/gpu-metrics/export?gpu_id=${gpuIds.join()}&`;
  return `${base}${path}${parameters(question)}&format=${format === 'csv' ? 'csv' : 'rows'}`;
}

function parameters(question: HistoryQuestion): string {
  const { metrics, start, end, resolution, maxPoints, minMax, host } = question;
  const given = [
    `metrics=${metrics.join()}`,
    `start_time=${start}`,
    end !== undefined && `end_time=${end}`,
    resolution !== undefined && `resolution=${resolution}`,
    maxPoints !== undefined && `max_points=${maxPoints}`,
    minMax && 'stats=min,max',
    host !== undefined && `host=${encodeURIComponent(host)}`,
  ];
  return given.filter(Boolean).join('&');
}
