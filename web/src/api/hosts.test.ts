import { expect, it } from 'vitest';
import { columnsOf, fleetGpu, fleetHost, hostsOf } from '@/testing/fleet';
import { hostsFrom } from './hosts';

it('makes rows of columns', () => {
  const gpus = [
    fleetGpu(),
    fleetGpu({ gpu_id: 3, name: 'L4', state: 'lost', utilization: null, power_limit: null }),
  ];
  const rows = hostsOf([fleetHost('a', { gpus }), fleetHost('b', { gpus: [] })]);
  expect(hostsFrom(columnsOf(rows))).toEqual(rows);
});

it('knows nothing of a GPU whose model is not there', () => {
  const columns = columnsOf(hostsOf([fleetHost('a', { gpus: [fleetGpu()] })]));
  const [gpu] = hostsFrom({ ...columns, models: [] }).hosts[0]?.gpus ?? [];
  expect(gpu).toMatchObject({ name: '', memory_total: null, power_limit: null, utilization: 90 });
});
