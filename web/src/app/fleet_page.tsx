import { useMemo } from 'react';
import { Notice } from '@/components/notice';
import { usePicked } from '@/features/fleet/address';
import { FleetComparison } from '@/features/fleet/comparison';
import { factsOf, type HostFacts } from '@/features/fleet/facts';
import { FleetView } from '@/features/fleet/fleet_view';
import { BackToFleet, HostView } from '@/features/fleet/host_view';
import { useHosts } from '@/features/fleet/use_hosts';
import { useSearchParam } from '@/lib/router';
import { useLive, useWatch } from '@/live/live_context';
import { PageHeader } from './page_header';

/// The fleet, one host of it, or GPUs of several hosts side by side, as the address says.
export default function FleetPage() {
  useWatch({ gpuId: null, everyGpu: false, compared: false });
  const paused = useLive((state) => state.paused);
  const { hosts, error } = useHosts(paused);
  const all = useMemo(() => hosts?.hosts.map(factsOf) ?? null, [hosts]);
  const picked = usePicked();
  const host = useSearchParam('host');
  const compare = useSearchParam('view') === 'compare' && picked.gpus.length > 0;
  const title = host ?? (compare ? 'Compare GPUs' : 'Fleet');
  return (
    <>
      {(host !== null || compare) && (
        <BackToFleet href={compare ? `/fleet?gpus=${picked.gpus.map(nameOf).join()}` : '/fleet'} />
      )}
      <PageHeader title={title} live={host === null && !compare} />
      {error !== null && (
        <Notice look="error" title="The fleet cannot be asked for.">
          {error}
        </Notice>
      )}
      {hosts !== null && hosts.store_detail !== '' && (
        <Notice look="warning" title="The store cannot be read; its hosts are as last known.">
          {hosts.store_detail}
        </Notice>
      )}
      {host !== null ? (
        <OneHost all={all} name={host} />
      ) : compare ? (
        <FleetComparison all={all ?? []} picked={picked} />
      ) : (
        <FleetView all={all} picked={picked} />
      )}
    </>
  );
}

function nameOf({ host, gpu }: { host: string; gpu: number }): string {
  return `${encodeURIComponent(host)}:${gpu}`;
}

function OneHost({ all, name }: { all: readonly HostFacts[] | null; name: string }) {
  const found = all?.find(({ host }) => host.host === name);
  if (found) return <HostView host={found.host} />;
  if (all === null) return <div className="min-h-96" />;
  return (
    <Notice look="warning" title={`No host is called ${name}.`}>
      Those that wrote to the store within the last day are known.
    </Notice>
  );
}
