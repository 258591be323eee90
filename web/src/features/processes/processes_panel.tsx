import { Activity } from 'lucide-react';
import type { GpuProcess } from '@/api/types';
import { NotAvailable } from '@/components/figure';
import { Panel } from '@/components/panel';
import { isKnown } from '@/lib/absent';
import { HeldList } from './held_list';
import { ProcessTable } from './process_table';

interface ProcessesPanelProps {
  /// `undefined` while not known; `null` where the list itself is absent.
  processes: GpuProcess[] | null | undefined;
  /// Why the list is absent, in words.
  reason?: string;
}

export function ProcessesPanel({ processes, reason }: ProcessesPanelProps) {
  const loading = processes === undefined;
  return (
    <Panel
      title="GPU Processes"
      icon={Activity}
      iconClass="text-purple-400"
      loading={loading}
      aside={
        isKnown(processes) && (
          <span className="text-sm text-slate-400">{processes.length} active</span>
        )
      }
    >
      {isKnown(processes) && <HeldList processes={processes} />}
      {processes === null ? (
        <NotAvailable reason={reason} />
      ) : processes?.length === 0 ? (
        <p className="py-6 text-center text-sm text-slate-400">No active GPU processes</p>
      ) : (
        <ProcessTable processes={processes} />
      )}
    </Panel>
  );
}
