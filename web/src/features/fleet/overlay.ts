import { useEffect, useMemo, useState } from 'react';
import { ApiError } from '@/api/client';
import { type FleetGpuId, getFleetHistory, getHostHistory } from '@/api/history';
import type { History } from '@/api/types';
import type { Stretch } from '@/charts/stretch';
import { type Columns, join, noColumns } from '@/lib/columns';

export const ranges = { '1h': 3600, '6h': 21_600, '24h': 86_400, '7d': 604_800 } as const;
export type Range = keyof typeof ranges;

export const gpuMetrics = [
  'utilization',
  'memory.used_percent',
  'temperature',
  'power.usage',
] as const;
export const hostMetrics = ['cpu.percent', 'ram.used_percent'] as const;

export interface OverlayQuestion {
  gpus: readonly FleetGpuId[];
  /// A host whose CPU and memory are wanted as well.
  host: string | null;
  range: Range;
  zoom: Stretch | null;
}

export interface Overlay extends Stretch {
  data: Columns;
  error: string | null;
  busy: boolean;
}

/// Milliseconds after which a range that reaches up to now is asked for anew.
const renewal = 10_000;
const maxPoints = 1200;

/// `node-a:3:utilization`, or `node-a::cpu.percent` of the host.
export function keyOf(host: string, gpu: number | null, metric: string): string {
  return `${host}:${gpu ?? ''}:${metric}`;
}

function columnsOf(answer: History): Columns {
  const host = answer.host ?? '';
  const columns = (answer.series ?? []).map(
    ({ gpu_id, metric, avg, min, max }) =>
      [keyOf(host, gpu_id, metric), { avg, min, max }] as const,
  );
  return { times: answer.timestamps ?? [], columns: Object.fromEntries(columns) };
}

async function fetchOverlay(
  { gpus, host }: OverlayQuestion,
  { from, to }: Stretch,
  signal: AbortSignal,
): Promise<Columns> {
  const question = { start: from, end: to, maxPoints };
  const answers = await Promise.all([
    gpus.length === 0 ? [] : getFleetHistory(gpus, { ...question, metrics: gpuMetrics }, signal),
    host === null
      ? []
      : getHostHistory({ ...question, metrics: hostMetrics, host }, signal).then((one) => [one]),
  ]);
  return join(answers.flat().map(columnsOf));
}

function stretchOf({ range, zoom }: OverlayQuestion): Stretch {
  if (zoom === null) return wholeOf(range);
  return { from: Math.floor(zoom.from), to: Math.ceil(zoom.to) };
}

/// All of a range, up to now.
export function wholeOf(range: Range): Stretch {
  const to = Math.floor(Date.now() / 1000);
  return { from: to - ranges[range], to };
}

/// History of GPUs of any hosts on one axis, kept up to date.
export function useOverlay({ gpus, host, range, zoom }: OverlayQuestion): Overlay {
  // The lists are new at each drawing; what they say is not.
  const asked = JSON.stringify({ gpus, host, range, zoom });
  const question = useMemo(() => JSON.parse(asked) as OverlayQuestion, [asked]);
  const [overlay, setOverlay] = useState<Overlay>(() => ({
    ...stretchOf(question),
    data: noColumns,
    error: null,
    busy: true,
  }));
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const stretch = stretchOf(question);
      setOverlay((before) => ({ ...before, ...stretch, busy: true }));
      try {
        const data = await fetchOverlay(question, stretch, abort.signal);
        setOverlay({ ...stretch, data, error: null, busy: false });
      } catch (error) {
        if (abort.signal.aborted) return;
        const words = error instanceof ApiError ? error.message : String(error);
        setOverlay((before) => ({ ...before, error: words, busy: false }));
      }
      if (question.zoom === null) timer = setTimeout(ask, renewal);
    };
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [question]);
  return overlay;
}
