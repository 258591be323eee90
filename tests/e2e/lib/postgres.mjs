import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { temporaryFolder } from './folder.mjs';
import { freePort } from './port.mjs';
import { until } from './wait.mjs';

const installed = '/usr/lib/postgresql';

/// The folder that MIMON_TEST_POSTGRES names, or that of the newest that Debian has put here.
function findPrograms() {
  if (process.env.MIMON_TEST_POSTGRES) return process.env.MIMON_TEST_POSTGRES;
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

/// What a folder or a file of PostgreSQL's needs, where it does not run as this user.
function giveToPostgres(path) {
  if (process.getuid() !== 0) return;
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres']).toString());
  chownSync(path, id('-u'), id('-g'));
}

/// A real PostgreSQL in a throw-away folder, on a free port of the loopback interface.
export class Postgres {
  /// - `settings`: those that aren't as they come
  /// - `access`: lines of pg_hba.conf for who comes over the network; everyone by default
  /// - `tls`: its certificate and its key
  static async start({ settings = ['fsync=off'], access, tls } = {}) {
    const postgres = new Postgres();
    postgres.folder = temporaryFolder();
    postgres.programs = findPrograms();
    postgres.port = await freePort();
    postgres.settings = settings;
    const { path } = postgres.folder;
    giveToPostgres(path);
    const options = ['-A', 'trust', '-N', '-U', 'mimon', '-E', 'UTF8', '--locale=C'];
    execFileSync(...asPostgres(`${postgres.programs}/initdb`, ['-D', `${path}/data`, ...options]), {
      stdio: 'ignore',
      cwd: '/',
    });
    if (access) {
      const lines = ['local all all trust', ...access];
      writeFileSync(`${path}/data/pg_hba.conf`, lines.map((line) => `${line}\n`).join(''));
    }
    if (tls) postgres.use(tls);
    await postgres.resume();
    return postgres;
  }

  use(tls) {
    for (const kind of ['certificate', 'key']) {
      const file = `${this.folder.path}/${kind}`;
      copyFileSync(tls[kind], file);
      chmodSync(file, 0o600);
      giveToPostgres(file);
    }
    const { path } = this.folder;
    this.settings = [
      ...this.settings,
      ...['ssl=on', `ssl_cert_file=${path}/certificate`, `ssl_key_file=${path}/key`],
    ];
  }

  get url() {
    return `postgres://mimon@127.0.0.1:${this.port}/postgres`;
  }

  /// For this machine's root, whatever `access` says.
  get local() {
    return `postgres://mimon@/postgres?host=${this.folder.path}&port=${this.port}`;
  }

  /// The rows that a statement gives, columns separated by bars.
  ask(sql, url = this.local) {
    const output = execFileSync('psql', [url, '-At', '-c', sql], { stdio: 'pipe' });
    return output.toString().trim().split('\n').filter(Boolean);
  }

  async resume() {
    const { path } = this.folder;
    const settings = [
      ...['listen_addresses=127.0.0.1', `unix_socket_directories=${path}`],
      ...this.settings,
    ];
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
