import { ApiError } from '@/api/client';
import {
  getGpuHistory,
  getHostHistory,
  type HistoryQuestion,
  type Resolution,
} from '@/api/history';
import type { History } from '@/api/types';
import { type Columns, join, noColumns, type Value } from '@/lib/columns';
import { keyOf, type Series } from './series';

/// A stretch of history: some series on one axis.
export interface Frame extends Columns {
  series: readonly Series[];
  resolution: Resolution;
  /// Seconds that a point stands for.
  step: number;
}

export interface FrameQuestion extends Omit<HistoryQuestion, 'metrics'> {
  series: readonly Series[];
}

export type FetchFrame = (question: FrameQuestion, signal: AbortSignal) => Promise<Frame>;

/// Asks for the host's series and for those of all GPUs at the same time.
export const fetchFrame: FetchFrame = async ({ series, ...rest }, signal) => {
  const gpus = [...new Set(series.flatMap(({ gpu }) => (gpu === null ? [] : [gpu])))];
  const gpuMetrics = metricsOf(series.filter(({ gpu }) => gpu !== null));
  const hostMetrics = metricsOf(series.filter(({ gpu }) => gpu === null));
  const answers = await Promise.all([
    gpuMetrics.length > 0 && orNone(getGpuHistory(gpus, { ...rest, metrics: gpuMetrics }, signal)),
    hostMetrics.length > 0 && getHostHistory({ ...rest, metrics: hostMetrics }, signal),
  ]);
  return frameOf(
    series,
    answers.filter((answer) => answer !== false && answer !== null),
  );
};

export function frameOf(series: readonly Series[], answers: readonly History[]): Frame {
  const flags = new Set(series.filter((one) => one.flags).map(({ key }) => key));
  const coarsest = answers.reduce<History | null>(
    (most, answer) => (most === null || answer.step > most.step ? answer : most),
    null,
  );
  return {
    ...join(answers.map((answer) => columnsOf(answer, flags))),
    series,
    resolution: coarsest?.resolution ?? '1s',
    step: coarsest?.step ?? 1,
  };
}

function metricsOf(series: readonly Series[]): string[] {
  return [...new Set(series.map(({ metric }) => metric))];
}

/// A GPU that has no history yet is an empty chart, not an error.
async function orNone(answer: Promise<History>): Promise<History | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

function columnsOf(answer: History, flags: ReadonlySet<string>): Columns {
  if (answer.timestamps === undefined) return noColumns;
  const columns = answer.series?.map(({ gpu_id, metric, avg, min, max }) => {
    const key = keyOf(gpu_id, metric);
    if (flags.has(key)) return [key, { avg: avg.map(bitsOf) }] as const;
    return [key, { avg, min, max }] as const;
  });
  return { times: answer.timestamps, columns: Object.fromEntries(columns ?? []) };
}

function bitsOf(mask: number | null): Value {
  if (mask === null) return null;
  let bits = 0;
  for (let rest = mask; rest >= 1; rest = Math.floor(rest / 2)) bits += rest % 2 >= 1 ? 1 : 0;
  return bits;
}
