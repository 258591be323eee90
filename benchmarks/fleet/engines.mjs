import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../tests/e2e/lib/folder.mjs';
import { freePort } from '../../tests/e2e/lib/port.mjs';
import { Postgres } from '../../tests/e2e/lib/postgres.mjs';
import { until } from '../../tests/e2e/lib/wait.mjs';

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

async function startVictoria() {
  const folder = temporaryFolder();
  const port = await freePort();
  const child = spawn(
    'victoria-metrics',
    [`-storageDataPath=${folder.path}`, `-httpListenAddr=127.0.0.1:${port}`, '-retentionPeriod=1'],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'close');
  await until(
    'VictoriaMetrics answers',
    async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok,
  );
  return {
    url: `prometheus+http://127.0.0.1:${port}`,
    pid: child.pid,
    data: folder.path,
    async stop() {
      child.kill('SIGINT');
      await ended;
      folder.remove();
    },
  };
}

async function startPostgres() {
  const postgres = await Postgres.start();
  return {
    url: postgres.url,
    pid: postgres.child.pid,
    data: `${postgres.folder.path}/data`,
    stop: () => postgres.stop(),
  };
}

export const engines = {
  PostgreSQL: startPostgres,
  VictoriaMetrics: startVictoria,
};
