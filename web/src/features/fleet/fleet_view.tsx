import { useMemo } from 'react';
import { Panel } from '@/components/panel';
import { changeArrangement, type Picked, useArrangement } from './address';
import { arrange, type Filter } from './arrange';
import { type HostFacts, totalsOf } from './facts';
import { HostList } from './host_list';
import { Overview } from './overview';
import { PickedBar } from './picked_bar';
import { Toolbar } from './toolbar';

interface FleetViewProps {
  /// `null` before the first answer.
  all: readonly HostFacts[] | null;
  picked: Picked;
}

const nobody: readonly HostFacts[] = [];

/// Every host of the store, a row each.
export function FleetView({ all, picked }: FleetViewProps) {
  const hosts = all ?? nobody;
  const arrangement = useArrangement();
  const totals = useMemo(() => totalsOf(hosts), [hosts]);
  const groups = useMemo(() => arrange(hosts, arrangement), [hosts, arrangement]);
  const counts: Record<Filter, number> | null = all && {
    all: all.length,
    live: totals.hosts.live,
    away: hosts.length - totals.hosts.live,
    trouble: hosts.filter(({ troubled }) => troubled > 0).length,
  };
  return (
    <>
      <Overview totals={totals} loading={all === null} />
      <Panel title="Hosts" loading={all === null}>
        <Toolbar arrangement={arrangement} counts={counts} />
        {groups.length > 0 && <HostList groups={groups} picked={picked} />}
        {all === null && <div className="min-h-dvh" />}
        {all !== null && groups.length === 0 && <Nothing />}
      </Panel>
      <PickedBar picked={picked} />
    </>
  );
}

function Nothing() {
  return (
    <p className="py-8 text-center text-sm text-slate-300">
      No host matches.{' '}
      <button
        type="button"
        onClick={() => changeArrangement({ search: '', filter: 'all' })}
        className="cursor-pointer text-emerald-400 underline"
      >
        Show all
      </button>
    </p>
  );
}
