import { ShieldCheck } from 'lucide-react';
import type { GpuMetrics } from '@/api/types';
import { Badge } from '@/components/badge';
import { Fact } from '@/components/fact';
import { Figure, NotAvailable } from '@/components/figure';
import { Placeholder } from '@/components/loading';
import { Panel } from '@/components/panel';
import { isKnown, type Maybe } from '@/lib/absent';
import { formatLinkRate, formatNumber } from '@/lib/format';
import { reasonFor } from '@/lib/reasons';
import { linkText } from './hardware_panel';
import { isConcern, throttleWords } from './throttle';

/// Whether the GPU is held back or wears out: throttling, memory errors, driver events, links.
export function HealthPanel({ metrics }: { metrics: GpuMetrics | null }) {
  const fact = (label: string, path: string, value: Maybe<number>, format = formatNumber) => (
    <Fact label={label}>
      <Figure value={value} format={(v) => format(v)} reason={reasonFor(metrics, path)} />
    </Fact>
  );
  const { ecc, remapped_rows: rows, xid, pcie, nvlink } = metrics ?? {};
  return (
    <Panel
      title="Throttling and Health"
      icon={ShieldCheck}
      iconClass="text-emerald-400"
      loading={metrics === null}
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3">
        <Fact label="Clocks Held Back By" className="col-span-full">
          <Throttle metrics={metrics} />
        </Fact>
        {fact('ECC Corrected', 'ecc.corrected', ecc?.corrected)}
        {fact('ECC Uncorrected', 'ecc.uncorrected', ecc?.uncorrected)}
        {fact('Remapped Rows', 'remapped_rows.uncorrectable', sum(rows))}
        {fact('Driver Events (XID)', 'xid.count', xid?.count)}
        {fact('PCIe Replays', 'pcie.replays', pcie?.replays)}
        <Fact label="PCIe Link at Best">
          <Figure
            value={linkText(pcie?.generation_max, pcie?.width_max) || null}
            format={(text) => text}
            reason={reasonFor(metrics, 'pcie.generation_max')}
          />
        </Fact>
        {isKnown(nvlink?.links) && fact('NVLink Links', 'nvlink.links', nvlink.links)}
        {isKnown(nvlink?.tx_rate) &&
          fact('NVLink Sent', 'nvlink.tx_rate', nvlink.tx_rate, formatLinkRate)}
        {isKnown(nvlink?.rx_rate) &&
          fact('NVLink Received', 'nvlink.rx_rate', nvlink.rx_rate, formatLinkRate)}
      </dl>
    </Panel>
  );
}

function Throttle({ metrics }: { metrics: GpuMetrics | null }) {
  if (metrics === null) return <Placeholder />;
  const reasons = metrics.throttle_reasons;
  if (!isKnown(reasons)) return <NotAvailable reason={reasonFor(metrics, 'throttle_reasons')} />;
  if (reasons.length === 0) return 'Nothing';
  return (
    <span className="flex flex-wrap gap-2">
      {reasons.map((reason) => (
        <Badge key={reason} look={isConcern(reason) ? 'warning' : 'neutral'}>
          {throttleWords(reason)}
        </Badge>
      ))}
    </span>
  );
}

function sum(rows: GpuMetrics['remapped_rows'] | undefined): number | null {
  const counts = [rows?.correctable, rows?.uncorrectable].filter(isKnown);
  return counts.length === 0 ? null : counts.reduce((total, count) => total + count, 0);
}
