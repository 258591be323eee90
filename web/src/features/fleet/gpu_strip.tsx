import { type KeyboardEvent, useState } from 'react';
import type { FleetGpu, Host } from '@/api/types';
import { isKnown } from '@/lib/absent';
import { classes } from '@/lib/classes';
import { levelOf } from '@/lib/status';
import { nameOf, type Picked } from './address';
import { isTroubled } from './facts';
import { gpuInWords } from './words';

/// The most of the colour that a cell has, so that its figure stays readable on it.
const deepest = 0.62;
/// Cells on a line, by the room there is.
export const perLine = { wide: 16, narrow: 8 };

const marks: Record<Exclude<FleetGpu['state'], 'ok'>, string> = {
  asleep: 'zz',
  lost: '✕',
  unresponsive: '!',
  stale: '?',
};

interface GpuStripProps {
  host: Host;
  wide: boolean;
  picked: Picked;
}

/// A host's GPUs side by side: the deeper a cell's colour, the busier; the figure says it as well.
/// A cell picks its GPU for the comparison. One stop of the Tab key; the arrows go from cell to cell.
export function GpuStrip({ host, wide, picked }: GpuStripProps) {
  const [at, setAt] = useState(0);
  const { gpus } = host;
  if (gpus.length === 0) return <span className="text-sm text-slate-400">No GPU</span>;
  const columns = Math.min(Math.max(gpus.length, 8), perLine[wide ? 'wide' : 'narrow']);
  const move = (event: KeyboardEvent<HTMLFieldSetElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(gpus.length - 1, Math.max(0, at + step));
    setAt(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  return (
    <fieldset
      onKeyDown={move}
      className={classes('grid min-w-0 gap-1', host.state !== 'live' && 'opacity-60')}
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        filter: host.state === 'live' ? undefined : 'grayscale(1)',
      }}
    >
      <legend className="sr-only">GPUs of {host.host}</legend>
      {gpus.map((gpu, index) => (
        <Cell
          key={gpu.gpu_id}
          gpu={gpu}
          stop={index === Math.min(at, gpus.length - 1)}
          on={picked.names.has(nameOf({ host: host.host, gpu: gpu.gpu_id }))}
          full={picked.full}
          onToggle={() => {
            setAt(index);
            picked.toggle({ host: host.host, gpu: gpu.gpu_id });
          }}
        />
      ))}
    </fieldset>
  );
}

interface CellProps {
  gpu: FleetGpu;
  stop: boolean;
  on: boolean;
  full: boolean;
  onToggle(): void;
}

function Cell({ gpu, stop, on, full, onToggle }: CellProps) {
  const words = gpuInWords(gpu);
  const hot = levelOf('temperature', gpu.temperature) === 'high';
  const doing = on ? 'picked for comparison' : full ? 'no more can be compared' : 'compare';
  return (
    <button
      type="button"
      tabIndex={stop ? 0 : -1}
      aria-pressed={on}
      aria-label={hot ? `${words}, hot` : words}
      title={`${words}\nClick: ${doing}`}
      onClick={onToggle}
      style={{ backgroundColor: shadeOf(gpu), outline: outlineOf(gpu, on) }}
      className={classes(
        'figure relative h-8 min-w-0 cursor-pointer overflow-hidden rounded text-center text-xs',
        isTroubled(gpu) ? 'text-red-200' : 'text-white',
      )}
    >
      {textOf(gpu)}
      {hot && <span aria-hidden="true" className="absolute" style={corner} />}
    </button>
  );
}

/// A hot GPU's corner.
const corner = {
  top: 0,
  right: 0,
  border: '6px solid transparent',
  borderTopColor: 'var(--color-orange-400)',
  borderRightColor: 'var(--color-orange-400)',
};

function outlineOf(gpu: FleetGpu, on: boolean): string | undefined {
  if (on) return '2px solid var(--color-emerald-400)';
  return isTroubled(gpu) ? '1px dashed var(--color-red-400)' : undefined;
}

function textOf(gpu: FleetGpu): string {
  if (gpu.state !== 'ok') return marks[gpu.state];
  return isKnown(gpu.utilization) ? gpu.utilization.toFixed(0) : '–';
}

function shadeOf({ state, utilization }: FleetGpu): string {
  const share = state === 'ok' && isKnown(utilization) ? utilization * deepest : 0;
  return `color-mix(in oklab, var(--color-purple-500) ${share.toFixed(0)}%, var(--color-slate-800))`;
}
