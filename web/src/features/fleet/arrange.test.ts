import { describe, expect, it } from 'vitest';
import { fleetGpu, fleetHost } from '@/testing/fleet';
import { type Arrangement, arrange, prefixOf } from './arrange';
import { factsOf } from './facts';

const usual: Arrangement = {
  search: '',
  sort: 'name',
  descending: false,
  group: 'none',
  filter: 'all',
};

const fleet = [
  fleetHost('node-10', { gpus: [fleetGpu({ temperature: 80, name: 'NVIDIA A100' })] }),
  fleetHost('node-2', { gpus: [fleetGpu({ temperature: 40 })], state: 'stale', age_s: 60 }),
  fleetHost('login', { gpus: [], age_s: 3 }),
  fleetHost('node-1', { gpus: [fleetGpu({ temperature: 60, state: 'lost' })] }),
].map(factsOf);

const names = (change: Partial<Arrangement>) =>
  arrange(fleet, { ...usual, ...change }).map(({ name, hosts }) => [
    name,
    hosts.map(({ host }) => host.host).join(' '),
  ]);

describe('the order', () => {
  it('is by name, numbers as numbers', () => {
    expect(names({})).toEqual([['', 'login node-1 node-2 node-10']]);
    expect(names({ descending: true })).toEqual([['', 'node-10 node-2 node-1 login']]);
  });

  it('has what is unknown last, whichever end is first', () => {
    expect(names({ sort: 'temperature' })).toEqual([['', 'node-2 node-1 node-10 login']]);
    expect(names({ sort: 'temperature', descending: true })).toEqual([
      ['', 'node-10 node-1 node-2 login'],
    ]);
  });

  it('is by the age of the data', () => {
    expect(names({ sort: 'age', descending: true })).toEqual([['', 'node-2 login node-1 node-10']]);
  });
});

describe('what is shown', () => {
  it('has every word of the search in the name or the model', () => {
    expect(names({ search: 'NODE a100' })).toEqual([['', 'node-10']]);
    expect(names({ search: 'nothing' })).toEqual([]);
  });

  it('passes the filter', () => {
    expect(names({ filter: 'away' })).toEqual([['', 'node-2']]);
    expect(names({ filter: 'live' })).toEqual([['', 'login node-1 node-10']]);
    expect(names({ filter: 'trouble' })).toEqual([['', 'node-1']]);
  });
});

describe('the groups', () => {
  it('are of states, the live first', () => {
    expect(names({ group: 'state' })).toEqual([
      ['Live', 'login node-1 node-10'],
      ['Stale', 'node-2'],
    ]);
  });

  it('are of models and of names', () => {
    expect(names({ group: 'model' }).map(([name]) => name)).toEqual([
      'No GPU',
      'NVIDIA A100',
      'NVIDIA H100',
    ]);
    expect(names({ group: 'prefix' }).map(([name]) => name)).toEqual(['login', 'node']);
  });

  it.each([
    ['node-12.example.org', 'node'],
    ['gpu007', 'gpu'],
    ['12', '12'],
    ['rack1-node_3', 'rack1-node'],
  ])('%s belongs to %s', (host, prefix) => {
    expect(prefixOf(host)).toBe(prefix);
  });
});
