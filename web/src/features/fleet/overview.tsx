import { Server } from 'lucide-react';
import type { ReactNode } from 'react';
import { Bar } from '@/components/bar';
import { Figure } from '@/components/figure';
import { useLoading } from '@/components/loading';
import { Panel } from '@/components/panel';
import { type Tone, toneOf, tones } from '@/components/tones';
import { isKnown, type Maybe } from '@/lib/absent';
import { formatBytesOf, formatCelsius, formatPercent } from '@/lib/format';
import { levelOf } from '@/lib/status';
import type { Totals } from './facts';
import { formatPower } from './words';

/// The fleet in a few figures, of the hosts that are live.
export function Overview({ totals, loading }: { totals: Totals; loading: boolean }) {
  const { hosts, gpus, troubled, utilization, memoryUsed, memoryTotal, hottest, power } = totals;
  const count = hosts.live + hosts.stale + hosts.gone;
  const known = (value: number) => (loading ? null : value);
  const share = isKnown(memoryUsed) && memoryTotal ? (100 * memoryUsed) / memoryTotal : null;
  return (
    <Panel title="Overview" icon={Server} iconClass="text-emerald-400" loading={loading}>
      <dl className="grid grid-cols-3 gap-x-4 gap-y-4 xl:grid-cols-6">
        <Total label="Hosts" value={known(count)} format={String} hint={away(hosts)} />
        <Total
          label="GPUs"
          value={known(gpus)}
          format={String}
          hint={troubled === 0 ? 'All working' : `${troubled} not working`}
          hintClass={troubled === 0 ? undefined : 'text-red-300'}
        />
        <Total
          label="Utilization"
          value={utilization}
          format={formatPercent}
          tone={tones.utilization}
          share={utilization}
        />
        <Total
          label="GPU Memory"
          value={share}
          format={formatPercent}
          tone={tones.memory}
          share={share}
          hint={
            isKnown(memoryUsed) && isKnown(memoryTotal)
              ? formatBytesOf(memoryUsed, memoryTotal)
              : null
          }
        />
        <Total
          label="Hottest"
          value={hottest?.value}
          format={formatCelsius}
          tone={toneOf(levelOf('temperature', hottest?.value))}
          hint={hottest?.host ?? null}
        />
        <Total label="Power" value={power} format={formatPower} tone={tones.power} />
      </dl>
    </Panel>
  );
}

function away({ stale, gone }: Totals['hosts']): string {
  if (stale + gone === 0) return 'All live';
  return [stale > 0 && `${stale} stale`, gone > 0 && `${gone} gone`].filter(Boolean).join(', ');
}

interface TotalProps {
  label: string;
  value: Maybe<number>;
  format(value: number): string;
  tone?: Tone;
  /// Per cent of a bar; without it there is none.
  share?: number | null;
  /// The line below; null where it isn't known, absent where there is none.
  hint?: ReactNode;
  hintClass?: string | undefined;
}

function Total({ label, value, format, tone, share, hint, hintClass }: TotalProps) {
  const loading = useLoading();
  // Nothing is said before it is known, and its line is kept.
  const words = loading && hint !== undefined ? '\u00a0' : hint;
  return (
    <div className="min-w-0">
      <dt className="text-sm text-slate-400">{label}</dt>
      <dd className="mt-1">
        <Figure
          value={value}
          format={format}
          type="text"
          className={`text-xl font-bold whitespace-nowrap sm:text-2xl ${tone?.text ?? 'text-slate-100'}`}
        />
        {tone && share !== undefined && (
          <div className="mt-2">
            <Bar label={label} value={share} max={100} tone={tone} size="small" />
          </div>
        )}
        {words && (
          <p className={`mt-1 truncate text-xs ${hintClass ?? 'text-slate-400'}`}>{words}</p>
        )}
      </dd>
    </div>
  );
}
