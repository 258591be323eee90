import { Network } from 'lucide-react';
import type { DiskRates, NetworkRates } from '@/api/types';
import { Figure } from '@/components/figure';
import { Placeholder, useLoading } from '@/components/loading';
import { Panel } from '@/components/panel';
import type { Maybe } from '@/lib/absent';
import { formatRate } from '@/lib/format';
import { notYet } from './network_io';

interface DevicesPanelProps {
  diskRates: DiskRates | null;
  networkRates: NetworkRates | null;
}

/// Each disk and each network interface by itself.
export function DevicesPanel({ diskRates, networkRates }: DevicesPanelProps) {
  const all = networkRates?.devices ?? [];
  const interfaces = all.filter(({ info }) => info?.counted !== false);
  const virtual = all.length - interfaces.length;
  return (
    <Panel
      title="Disks and Networks"
      icon={Network}
      iconClass="text-emerald-400"
      loading={diskRates === null || networkRates === null}
    >
      <div className="grid gap-6 sm:grid-cols-2">
        <Devices
          caption="Disks"
          columns={['Read', 'Write']}
          rows={(diskRates?.devices ?? []).map((disk) => [
            disk.device,
            disk.read_rate,
            disk.write_rate,
          ])}
        />
        <Devices
          caption="Interfaces"
          columns={['Sent', 'Received']}
          rows={interfaces.map((network) => [network.device, network.sent_rate, network.recv_rate])}
          note={virtual > 0 ? `${virtual} virtual, not counted` : undefined}
        />
      </div>
    </Panel>
  );
}

type Row = [name: string, first: Maybe<number>, second: Maybe<number>];

interface DevicesProps {
  caption: string;
  columns: [string, string];
  rows: Row[];
  note?: string;
}

function Devices({ caption, columns, rows, note }: DevicesProps) {
  const loading = useLoading();
  return (
    <table className="w-full table-fixed text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-xs text-slate-400">
        <tr>
          <th scope="col" className="pb-2 text-left font-normal">
            {caption}
          </th>
          {columns.map((column) => (
            <th key={column} scope="col" className="pb-2 text-right font-normal">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      {note && (
        <tfoot>
          <tr>
            <td colSpan={3} className="pt-1 text-xs text-slate-400">
              {note}
            </td>
          </tr>
        </tfoot>
      )}
      <tbody>
        {rows.map(([name, ...rates]) => (
          <tr key={name}>
            <th scope="row" className="truncate py-1 text-left font-mono font-normal" title={name}>
              {name}
            </th>
            {rates.map((rate, index) => (
              <td key={columns[index]} className="py-1 text-right text-xs text-slate-200">
                <Figure value={rate} format={formatRate} reason={notYet} />
              </td>
            ))}
          </tr>
        ))}
        {rows.length === 0 && (
          <tr>
            <td colSpan={3} className="py-1 text-slate-400">
              {loading ? <Placeholder /> : 'None found'}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
