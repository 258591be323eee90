import type { HostFacts } from './facts';

export const sortKeys = ['name', 'utilization', 'memory', 'temperature', 'power', 'age'] as const;
export type SortKey = (typeof sortKeys)[number];

export const groupKeys = ['none', 'state', 'model', 'prefix'] as const;
export type GroupKey = (typeof groupKeys)[number];

export const filters = ['all', 'live', 'away', 'trouble'] as const;
/// `away` are the hosts whose data are not live, `trouble` those with a GPU that does not work.
export type Filter = (typeof filters)[number];

export interface Arrangement {
  search: string;
  sort: SortKey;
  descending: boolean;
  group: GroupKey;
  filter: Filter;
}

export interface Group {
  name: string;
  hosts: readonly HostFacts[];
}

const collator = new Intl.Collator('en', { numeric: true });

const figures: Record<Exclude<SortKey, 'name'>, (facts: HostFacts) => number | null> = {
  utilization: (facts) => facts.utilization,
  memory: ({ memoryUsed, memoryTotal }) =>
    memoryUsed === null || !memoryTotal ? null : memoryUsed / memoryTotal,
  temperature: (facts) => facts.hottest,
  power: (facts) => facts.power,
  age: ({ host }) => host.age_s,
};

function byName(a: HostFacts, b: HostFacts): number {
  return collator.compare(a.host.host, b.host.host);
}

/// What has no value comes last, whichever end is first; equals stand by name.
function comparing({ sort, descending }: Arrangement) {
  const turn = descending ? -1 : 1;
  if (sort === 'name') return (a: HostFacts, b: HostFacts) => turn * byName(a, b);
  const pick = figures[sort];
  return (a: HostFacts, b: HostFacts) => {
    const [left, right] = [pick(a), pick(b)];
    if (left === null || right === null) {
      return Number(left === null) - Number(right === null) || byName(a, b);
    }
    return turn * (left - right) || byName(a, b);
  };
}

/// Every word is in the host's name or in the model of its GPUs.
function matches({ host, model }: HostFacts, words: readonly string[]): boolean {
  const text = `${host.host} ${model}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

const passes: Record<Filter, (facts: HostFacts) => boolean> = {
  all: () => true,
  live: ({ host }) => host.state === 'live',
  away: ({ host }) => host.state !== 'live',
  trouble: ({ troubled }) => troubled > 0,
};

/// A host's name without its domain and the number at its end: `node` of `node-12.example.org`.
export function prefixOf(host: string): string {
  const name = host.split('.')[0] ?? host;
  return name.replace(/[-_]?\d+$/, '') || name;
}

const stateNames = { live: 'Live', stale: 'Stale', gone: 'Gone' };
const stateOrder = Object.values(stateNames);

const groupOf: Record<Exclude<GroupKey, 'none'>, (facts: HostFacts) => string> = {
  state: ({ host }) => stateNames[host.state],
  model: ({ model }) => model || 'No GPU',
  prefix: ({ host }) => prefixOf(host.host),
};

/// The hosts that are to be seen, in order; in one group without a name where they are not grouped.
export function arrange(all: readonly HostFacts[], arrangement: Arrangement): Group[] {
  const words = arrangement.search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = all
    .filter((facts) => passes[arrangement.filter](facts) && matches(facts, words))
    .toSorted(comparing(arrangement));
  if (arrangement.group === 'none') return shown.length === 0 ? [] : [{ name: '', hosts: shown }];
  const pick = groupOf[arrangement.group];
  const groups = new Map<string, HostFacts[]>();
  for (const facts of shown) {
    const name = pick(facts);
    const group = groups.get(name);
    if (group) group.push(facts);
    else groups.set(name, [facts]);
  }
  const rank = (name: string) => stateOrder.indexOf(name);
  return [...groups]
    .map(([name, hosts]) => ({ name, hosts }))
    .toSorted((a, b) =>
      arrangement.group === 'state'
        ? rank(a.name) - rank(b.name)
        : collator.compare(a.name, b.name),
    );
}
