import { ArrowDownNarrowWide, ArrowDownWideNarrow, Search } from 'lucide-react';
import { useId } from 'react';
import { SegmentedControl } from '@/components/segmented_control';
import { changeArrangement } from './address';
import type { Arrangement, Filter, GroupKey, SortKey } from './arrange';

const sorts: Record<SortKey, string> = {
  name: 'Name',
  utilization: 'Utilization',
  memory: 'GPU Memory',
  temperature: 'Temperature',
  power: 'Power',
  age: 'Age of Data',
};

const groups: Record<GroupKey, string> = {
  none: 'No Groups',
  state: 'State',
  model: 'GPU Model',
  prefix: 'Name',
};

interface ToolbarProps {
  arrangement: Arrangement;
  /// `null` while the hosts are not known.
  counts: Record<Filter, number> | null;
}

/// Finds, filters, sorts and groups the hosts.
export function Toolbar({ arrangement, counts }: ToolbarProps) {
  const { search, filter } = arrangement;
  // A digit's room is kept for what is not known yet.
  const option = (value: Filter, word: string) => ({
    value,
    label: `${word} ${counts?.[value] ?? '\u2007'}`,
  });
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
      <label
        style={{ maxWidth: '28rem' }}
        className="flex h-9 min-w-0 flex-1 basis-56 items-center gap-2 rounded-lg border border-slate-700 bg-slate-900 px-3 text-sm"
      >
        <Search aria-hidden="true" className="size-4 shrink-0 text-slate-400" />
        <span className="sr-only">Search hosts by name or GPU model</span>
        <input
          type="search"
          value={search}
          placeholder="Host or GPU model"
          onChange={({ target }) => changeArrangement({ search: target.value })}
          className="h-full w-full min-w-0 text-slate-100 placeholder:text-slate-400"
        />
      </label>
      <SegmentedControl
        label="Which hosts"
        value={filter}
        options={[
          option('all', 'All'),
          option('live', 'Live'),
          option('away', 'Away'),
          option('trouble', 'Faulty'),
        ]}
        onChoose={(next) => changeArrangement({ filter: next })}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm sm:ml-auto">
        <Choice
          label="Group by"
          value={arrangement.group}
          options={groups}
          onChoose={(group) => changeArrangement({ group })}
        />
        <div className="flex items-center gap-2">
          <Choice
            label="Sort by"
            value={arrangement.sort}
            options={sorts}
            // A value is mostly looked for at its upper end, a name from its first letter.
            onChoose={(sort) => changeArrangement({ sort, descending: sort !== 'name' })}
          />
          <Direction descending={arrangement.descending} />
        </div>
      </div>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: Record<T, string>;
  onChoose(value: T): void;
}

function Choice<T extends string>({ label, value, options, onChoose }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="whitespace-nowrap text-slate-400">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChoose(target.value as T)}
        className="h-9 min-w-0 rounded-lg border border-slate-700 bg-slate-900 px-2 text-slate-100"
      >
        {(Object.entries(options) as [T, string][]).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function Direction({ descending }: { descending: boolean }) {
  const Icon = descending ? ArrowDownWideNarrow : ArrowDownNarrowWide;
  const now = descending ? 'Highest first' : 'Lowest first';
  return (
    <button
      type="button"
      title={now}
      onClick={() => changeArrangement({ descending: !descending })}
      className="flex h-9 cursor-pointer items-center rounded-lg border border-slate-700 bg-slate-900 px-2 text-slate-300 hover:text-slate-100"
    >
      <Icon aria-hidden="true" className="size-4" />
      <span className="sr-only">{now}; turn round</span>
    </button>
  );
}
