import { CircleX } from 'lucide-react';
import type { FleetGpu, Host } from '@/api/types';
import { Badge } from '@/components/badge';
import { Meter } from '@/components/meter';
import { toneOf, tones } from '@/components/tones';
import { isKnown } from '@/lib/absent';
import { formatBytesOf, formatCelsius, formatPercent, formatWatts } from '@/lib/format';
import { levelOf, levelWords } from '@/lib/status';
import { useBalancedColumns } from '@/lib/use_balanced_columns';
import { gpuStates, hostStates } from './words';

export interface ShownGpu {
  host: Host;
  gpu: FleetGpu;
}

interface GpuCardsProps {
  gpus: readonly ShownGpu[];
  /// Whether a card has to say which host its GPU is in.
  withHost: boolean;
  onRemove?: (shown: ShownGpu) => void;
}

/// A card's width at least, in pixels, and at most, in rem.
const narrowest = 272;
const widest = 60;

/// The newest values of GPUs, a card each, in rows that are as full as can be.
export function GpuCards({ gpus, withHost, onRemove }: GpuCardsProps) {
  const [grid, columns] = useBalancedColumns(gpus.length, narrowest, 16);
  return (
    <div
      ref={grid}
      className="grid gap-4"
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        maxWidth: `${columns * widest}rem`,
      }}
    >
      {gpus.map((shown) => (
        <Card
          key={`${shown.host.host}:${shown.gpu.gpu_id}`}
          {...shown}
          withHost={withHost}
          onRemove={onRemove && (() => onRemove(shown))}
        />
      ))}
    </div>
  );
}

interface CardProps extends ShownGpu {
  withHost: boolean;
  onRemove?: (() => void) | undefined;
}

function Card({ host, gpu, withHost, onRemove }: CardProps) {
  const level = levelOf('temperature', gpu.temperature);
  const name = withHost ? `${host.host} GPU ${gpu.gpu_id}` : `GPU ${gpu.gpu_id}`;
  const { memory_total: total, power_limit: limit } = gpu;
  return (
    <article className="flex min-w-0 flex-col gap-3 rounded-lg border border-slate-700 bg-slate-800/50 p-4">
      <header className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <h3 className="truncate text-sm font-semibold text-emerald-400" title={name}>
            {name}
          </h3>
          <p className="truncate text-xs text-slate-400" title={gpu.name}>
            {gpu.name}
          </p>
        </div>
        <div className="flex shrink-0 items-center gap-1">
          {host.state !== 'live' && (
            <Badge look={hostStates[host.state].look}>{hostStates[host.state].word}</Badge>
          )}
          {gpu.state !== 'ok' && (
            <Badge look="critical">{gpuStates[gpu.state].split(':')[0]}</Badge>
          )}
          {onRemove && (
            <button
              type="button"
              onClick={onRemove}
              aria-label={`Remove ${name}`}
              className="grid size-6 cursor-pointer place-items-center rounded text-slate-400 hover:bg-slate-700 hover:text-slate-100"
            >
              <CircleX aria-hidden="true" className="size-4" />
            </button>
          )}
        </div>
      </header>
      <Meter
        label="Utilization"
        value={gpu.utilization}
        tone={tones.utilization}
        format={formatPercent}
        size="medium"
      />
      <Meter
        label="Memory"
        value={gpu.memory_used}
        max={total}
        tone={tones.memory}
        format={(used) => formatBytesOf(used, total)}
        size="medium"
      />
      <Meter
        label="Temperature"
        note={level && levelWords[level]}
        value={gpu.temperature}
        tone={toneOf(level)}
        format={formatCelsius}
        size="medium"
      />
      <Meter
        label="Power"
        value={gpu.power_usage}
        max={limit}
        tone={tones.power}
        format={(watts) =>
          isKnown(limit) ? `${watts.toFixed(0)} / ${formatWatts(limit)}` : formatWatts(watts)
        }
        size="medium"
      />
    </article>
  );
}
