import { useId } from 'react';
import type { GpuInfo, GpuMetrics } from '@/api/types';
import { Fact } from '@/components/fact';
import { Figure } from '@/components/figure';
import { Placeholder } from '@/components/loading';
import { Panel } from '@/components/panel';
import { isKnown } from '@/lib/absent';
import type { Choice } from './selection';
import { StateBadge, stateWords } from './state_badge';

interface ConfigurationPanelProps {
  /// `null` while the list is not known.
  gpus: GpuInfo[] | null;
  gpuId: number | null;
  metrics: GpuMetrics | null;
  onChoose(choice: Choice): void;
}

/// Chooses the GPU that the page shows; a choice applies at once.
export function ConfigurationPanel({ gpus, gpuId, metrics, onChoose }: ConfigurationPanelProps) {
  const id = useId();
  const info = gpus?.find((gpu) => gpu.gpu_id === gpuId) ?? null;
  return (
    <Panel title="GPU Configuration" loading={gpus === null}>
      <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
        <div>
          <label htmlFor={id} className="mb-2 block text-sm text-slate-300">
            Active GPU Device
          </label>
          <select
            id={id}
            value={gpuId ?? 'cpu'}
            disabled={gpus === null}
            onChange={({ target: { value } }) => onChoose(value === 'cpu' ? 'cpu' : Number(value))}
            className="h-10 w-full min-w-0 truncate rounded-lg border border-slate-700 bg-slate-900 px-4 text-slate-100"
          >
            {gpus === null && <option value={gpuId ?? 'cpu'}>Looking for GPUs…</option>}
            {gpus?.map((gpu) => (
              <option key={gpu.gpu_id} value={gpu.gpu_id}>
                {optionText(gpu)}
              </option>
            ))}
            {gpus !== null && <option value="cpu">CPU Only</option>}
          </select>
        </div>
        {gpus === null || info !== null ? (
          <Facts info={info} metrics={metrics} />
        ) : (
          <p className="self-end pb-2 text-sm text-slate-400">
            Only the machine&rsquo;s own figures are shown.
          </p>
        )}
      </div>
      {metrics !== null && metrics.state !== 'ok' && (
        <p className="mt-4 text-sm text-slate-300">
          {metrics.state_detail || stateWords[metrics.state].sentence}
        </p>
      )}
    </Panel>
  );
}

function Facts({ info, metrics }: { info: GpuInfo | null; metrics: GpuMetrics | null }) {
  return (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
      <Fact label="State">
        <span className="inline-flex h-6 items-center">
          {metrics ? <StateBadge state={metrics.state} /> : <Placeholder />}
        </span>
      </Fact>
      <Fact label="PCI Address">
        <span className="inline-flex h-6 items-center">
          <Figure value={info?.pci_bus_id} format={(text) => text} />
        </span>
      </Fact>
      <Fact label="Performance State">
        <span className="inline-flex h-6 items-center">
          <Figure value={metrics?.performance_state} format={(state) => `P${state}`} />
        </span>
      </Fact>
    </dl>
  );
}

export function optionText(gpu: GpuInfo): string {
  const memory = isKnown(gpu.total_memory_gb) ? ` (${Math.round(gpu.total_memory_gb)} GiB)` : '';
  const state = gpu.state && gpu.state !== 'ok' ? ` – ${stateWords[gpu.state].word}` : '';
  return `GPU ${gpu.gpu_id}: ${gpu.name}${memory}${state}`;
}
