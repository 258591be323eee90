import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { temporaryFolder } from './folder.mjs';
import { freePort } from './port.mjs';
import { until } from './wait.mjs';

const installed = '/usr/lib/postgresql';

function newestPrograms() {
  const versions = existsSync(installed) ? readdirSync(installed) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return `${installed}/${newest}/bin`;
}

/// PostgreSQL does not run as root.
function asPostgres(program, args) {
  if (process.getuid() !== 0) return [program, args];
  const other = ['--reuid=postgres', '--regid=postgres', '--clear-groups', '--pdeathsig=QUIT'];
  return ['setpriv', [...other, program, ...args]];
}

/// A real PostgreSQL in a throw-away folder, on a free port of the loopback interface.
export class Postgres {
  static async start() {
    const postgres = new Postgres();
    postgres.folder = temporaryFolder();
    postgres.programs = newestPrograms();
    postgres.port = await freePort();
    const { path } = postgres.folder;
    if (process.getuid() === 0) {
      const id = (flag) => Number(execFileSync('id', [flag, 'postgres']).toString());
      chownSync(path, id('-u'), id('-g'));
    }
    const options = ['-A', 'trust', '-N', '-U', 'mimon', '-E', 'UTF8', '--locale=C'];
    execFileSync(...asPostgres(`${postgres.programs}/initdb`, ['-D', `${path}/data`, ...options]), {
      stdio: 'ignore',
      cwd: '/',
    });
    await postgres.resume();
    return postgres;
  }

  get url() {
    return `postgres://mimon@127.0.0.1:${this.port}/postgres`;
  }

  /// The rows that a statement gives, columns separated by bars.
  ask(sql, url = this.url) {
    const output = execFileSync('psql', [url, '-At', '-c', sql], { stdio: 'pipe' });
    return output.toString().trim().split('\n').filter(Boolean);
  }

  async resume() {
    const { path } = this.folder;
    const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${path}`, 'fsync=off'];
    const args = [
      '-D',
      `${path}/data`,
      '-p',
      `${this.port}`,
      ...settings.flatMap((s) => ['-c', s]),
    ];
    this.child = spawn(...asPostgres(`${this.programs}/postgres`, args), {
      stdio: 'ignore',
      cwd: '/',
    });
    this.ended = once(this.child, 'close');
    await until('PostgreSQL answers', () => this.ask('SELECT 1')[0] === '1');
  }

  /// Ends it; what it holds stays.
  async pause() {
    this.child.kill('SIGINT');
    await this.ended;
  }

  async stop() {
    await this.pause();
    this.folder.remove();
  }
}
