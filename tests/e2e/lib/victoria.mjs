import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isAnswered } from './certificates.mjs';
import { temporaryFolder } from './folder.mjs';
import { freePort } from './port.mjs';
import { Hopeless, until } from './wait.mjs';

/// Starts Debian's VictoriaMetrics in a throw-away folder, on a free port of the loopback, with
/// `flags` besides; over HTTPS where it is given a certificate and its key.
export async function startVictoria({ flags = [], tls } = {}) {
  const folder = temporaryFolder();
  const address = `127.0.0.1:${await freePort()}`;
  const secure = tls ? ['-tls', `-tlsCertFile=${tls.certificate}`, `-tlsKeyFile=${tls.key}`] : [];
  const child = spawn(
    'victoria-metrics',
    [`-storageDataPath=${folder.path}`, `-httpListenAddr=${address}`, ...secure, ...flags],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'close').finally(folder.remove);
  let failure;
  ended.then(
    ([code]) => {
      failure = `it ended with ${code}`;
    },
    (error) => {
      failure = error.message;
    },
  );
  const server = {
    origin: `${tls ? 'https' : 'http'}://${address}`,
    pid: child.pid,
    folder,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
  await until('VictoriaMetrics answers', () => {
    if (failure) throw new Hopeless(`victoria-metrics: ${failure}`);
    return isAnswered(`${server.origin}/health`, tls);
  });
  return server;
}
