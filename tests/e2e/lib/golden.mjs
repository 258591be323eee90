import { golden } from './paths.mjs';
import { recordedMachine } from './recorded_machine.mjs';
import { startServer } from './server.mjs';
import { until } from './wait.mjs';

const history = '?range=1h&max_points=3';
const ofGpu = '&metrics=utilization,memory.used,temperature';

/// The question of each golden answer, by operation; for the others it is their bare path.
const questions = {
  getGpuInfoByQuery: '?gpu_id=0',
  getGpuMetrics: '?gpu_id=0',
  listGpuProcesses: '?gpu_id=0',
  getGpuHistory: history + ofGpu,
  getSystemHistory: history,
  exportGpuHistory: `?range=1h${ofGpu}`,
  exportSystemHistory: '?range=1h',
};

export const goldenFile = (operationId) => `${golden}/api/${operationId}.json`;

/// Whether a value will stay absent; `xid.last` waits for an event that never comes.
const isLasting = ([path, why]) => why !== 'not_ready' || path === 'xid.last';

/// The golden machine, served; everything that it will know is known.
export async function startGoldenServer() {
  const machine = recordedMachine();
  try {
    const server = await startServer({
      scenario: `${golden}/gpu.toml`,
      root: machine.root,
    });
    await until('every value is known', async () => {
      const { gpu, system } = await server.get('/all');
      const all = [system.unavailable, gpu.metrics.unavailable];
      return (
        all.every((why) => Object.entries(why).every(isLasting)) &&
        gpu.processes.every(({ cpu_percent }) => cpu_percent !== null)
      );
    });
    await until('history begins', () => server.get('/gpu-metrics/history'));
    return {
      server,
      async stop() {
        await server.stop();
        machine.remove();
      },
    };
  } catch (error) {
    machine.remove();
    throw error;
  }
}

/// Today's answer to an operation.
export async function ask(server, path, { operationId }) {
  const response = await server.fetch(
    path.replace('{gpu_id}', '0') + (questions[operationId] ?? ''),
  );
  if (response.status !== 200) throw new Error(`${operationId}: ${response.status}`);
  const body = await response.json();
  // The folder is another at each run.
  if (body.store) body.store.location = '/var/lib/mimon/history.db';
  return operationId.startsWith('export') ? body.slice(-2) : body;
}

/// The paths of an answer with the types found there; an array's elements share one path.
export function shape(value) {
  const found = new Map();
  const visit = (part, path) => {
    const type = part === null ? 'null' : Array.isArray(part) ? 'array' : typeof part;
    found.set(path, new Set([...(found.get(path) ?? []), type]));
    if (type === 'array') for (const element of part) visit(element, `${path}[]`);
    if (type === 'object') {
      for (const [key, child] of Object.entries(part)) visit(child, `${path}.${key}`);
    }
  };
  visit(value, '');
  return Object.fromEntries(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, types]) => [path, [...types].sort()]),
  );
}
