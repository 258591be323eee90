import { Thermometer } from 'lucide-react';
import type { GpuMetrics } from '@/api/types';
import { Bar } from '@/components/bar';
import { Callout } from '@/components/callout';
import { Figure } from '@/components/figure';
import { Panel } from '@/components/panel';
import { toneOf } from '@/components/tones';
import { isKnown } from '@/lib/absent';
import { formatCelsius } from '@/lib/format';
import { reasonFor } from '@/lib/reasons';
import { useSettings } from '@/lib/settings';
import { levelOf, levelWords } from '@/lib/status';

/// What a full bar stands for where the GPU does not name its limit.
const usualMax = 100;

export function TemperaturePanel({ metrics }: { metrics: GpuMetrics | null }) {
  const temperature = metrics?.temperature;
  const level = levelOf('temperature', temperature);
  const tone = toneOf(level);
  const alert = useSettings((settings) => settings.temperatureAlert);
  return (
    <Panel
      title="Temperature"
      icon={Thermometer}
      iconClass="text-orange-400"
      loading={metrics === null}
      aside={level && <span className="text-xs text-slate-400">{levelWords[level]}</span>}
    >
      <div className="-mt-2 mb-3 text-center">
        <p className="text-5xl leading-none font-bold">
          <Figure
            value={temperature}
            format={(value) => formatCelsius(value, 1)}
            reason={reasonFor(metrics, 'temperature')}
            type="text"
            className={tone.text}
          />
        </p>
        <p className="mt-2 text-sm text-slate-400">
          Max:{' '}
          <Figure
            value={metrics?.temperature_max}
            format={formatCelsius}
            type="text"
            reason={reasonFor(metrics, 'temperature_max')}
          />
          {isKnown(metrics?.temperature_memory) && (
            <> · Memory: {formatCelsius(metrics.temperature_memory)}</>
          )}
        </p>
      </div>
      <Bar
        label="Temperature"
        value={temperature}
        max={metrics?.temperature_max ?? usualMax}
        tone={tone}
        text={isKnown(temperature) ? formatCelsius(temperature, 1) : undefined}
      />
      <Callout active={(temperature ?? 0) > alert}>
        {`Temperature stays above ${formatCelsius(alert)}.`}
      </Callout>
    </Panel>
  );
}
