import { join } from 'node:path';
import { fixtures } from './paths.mjs';
import { freePort } from './port.mjs';
import { recordedMachine } from './recorded_machine.mjs';
import { startServer } from './server.mjs';
import { until } from './wait.mjs';

/// Two machines in one store: `gpu-box` with eight GPUs, which says where it is reached, and `atelier`
/// with one, which doesn't.
export async function startFleet(store) {
  const machine = recordedMachine();
  const servers = [];
  const stop = async () => {
    // One that ended badly keeps no other running.
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    machine.remove();
  };
  try {
    const listen = `127.0.0.1:${await freePort()}`;
    servers.push(
      await startServer({
        scenario: 'eight',
        root: machine.root,
        listen,
        args: ['--store', store, '--url', `http://${listen}/`],
      }),
    );
    servers.push(
      await startServer({
        scenario: 'one',
        root: join(fixtures, 'linux', 'workstation'),
        args: ['--store', store],
      }),
    );
    const [box, atelier] = servers;
    for (const server of servers) {
      await until('both hosts are in the store', async () => {
        const { hosts } = await server.get('/hosts');
        return hosts.length === 2 && hosts.every(({ state, gpus }) => state === 'live' && gpus[0]);
      });
    }
    return { box, atelier, servers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
