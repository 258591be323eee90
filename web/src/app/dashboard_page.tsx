import { ArrowRight } from 'lucide-react';
import { GpuWidget } from '@/features/dashboard/gpu_widget';
import { HostSummary } from '@/features/dashboard/host_summary';
import { StateBadge } from '@/features/gpu/state_badge';
import { Link } from '@/lib/router';
import { useLive, useWatch } from '@/live/live_context';
import { NoGpuNotice } from './no_gpu_notice';
import { PageHeader } from './page_header';
import { Stale } from './stale';

export default function DashboardPage() {
  useWatch({ gpuId: null, everyGpu: true, compared: false });
  const available = useLive((state) => state.gpuAvailable);
  const gpus = useLive((state) => state.gpus);
  const gpuMetrics = useLive((state) => state.gpuMetrics);
  const system = useLive((state) => state.system);
  const diskUsage = useLive((state) => state.diskUsage);
  const diskRates = useLive((state) => state.diskRates);
  const networkRates = useLive((state) => state.networkRates);
  return (
    <>
      <PageHeader title="Dashboard">
        <Link
          href="/system-monitor"
          className="hidden items-center gap-1 text-sm text-emerald-400 hover:text-emerald-300 sm:flex"
        >
          Open System Monitor
          <ArrowRight aria-hidden="true" className="size-4" />
        </Link>
      </PageHeader>
      <NoGpuNotice />
      <Stale>
        {available !== false && (
          <GpuWidget
            gpus={gpus}
            metrics={gpuMetrics}
            badgeFor={(metrics) =>
              metrics && metrics.state !== 'ok' && <StateBadge state={metrics.state} />
            }
          />
        )}
        {/* How high the cards are follows from how many there are: what stands below waits for that. */}
        {available === null ? (
          <div className="min-h-dvh" />
        ) : (
          <HostSummary
            system={system}
            diskUsage={diskUsage}
            diskRates={diskRates}
            networkRates={networkRates}
          />
        )}
      </Stale>
    </>
  );
}
