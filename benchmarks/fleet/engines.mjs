import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Postgres } from '../../tests/e2e/lib/postgres.mjs';
import { startVictoria } from '../../tests/e2e/lib/victoria.mjs';

const ticksASecond = 100;

/// Every process's parent, by id.
function parents() {
  const found = new Map();
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
      found.set(Number(id), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended.
    }
  }
  return found;
}

/// A process with its children: seconds of CPU, those of ended children included, and resident bytes.
export function usage(root) {
  const of = parents();
  const family = [...of.keys()].filter((id) => id === root || of.get(id) === root);
  let cpu = 0;
  let resident = 0;
  for (const id of family) {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      // Of the ended children the parent alone knows.
      cpu += fields[11] + fields[12] + (id === root ? fields[13] + fields[14] : 0);
      // Pages that processes share count once a process in Rss; Pss divides them.
      const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
      resident += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) * 1024;
    } catch {
      // It has ended.
    }
  }
  return { cpu: cpu / ticksASecond, resident };
}

/// Bytes on disk below a folder.
export function bytesOf(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    try {
      bytes += statSync(join(entry.parentPath, entry.name)).blocks * 512;
    } catch {
      // It was deleted meanwhile.
    }
  }
  return bytes;
}

async function startVictoriaMetrics() {
  const victoria = await startVictoria();
  const data = victoria.folder.path;
  return {
    url: `prometheus+${victoria.origin}`,
    pid: victoria.pid,
    data,
    async kept() {
      await fetch(`${victoria.origin}/internal/force_flush`);
      return { bytes: bytesOf(data) };
    },
    stop: () => victoria.stop(),
  };
}

const sizes = `SELECT
  (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('system_metrics_history')),
  (SELECT wal_bytes FROM pg_stat_wal),
  (SELECT count(*) FROM system_metrics_10s),
  (SELECT coalesce(round(max(extract(epoch FROM newest_tick - rolled_10s))), 0) FROM mimon_hosts)`;

/// `durable`: with its settings as they come, so that what it has taken survives a loss of power.
async function startPostgres({ durable = false } = {}) {
  const postgres = await Postgres.start(durable ? { settings: [] } : {});
  const data = `${postgres.folder.path}/data`;
  return {
    url: postgres.url,
    pid: postgres.child.pid,
    data,
    kept() {
      const [bytes, log, rows, behind] = postgres.ask(sizes)[0].split('|').map(Number);
      return { bytes, log, rolled: `${rows.toLocaleString('en')} rows, ${behind} s behind` };
    },
    stop: () => postgres.stop(),
  };
}

/// How to start each: its `url`, its process, its folder, and `kept()`: the bytes
/// of the samples on disk.
export const engines = {
  PostgreSQL: startPostgres,
  VictoriaMetrics: startVictoriaMetrics,
};
