import { temporaryFolder } from './folder.mjs';
import { library } from './paths.mjs';
import { launch } from './program.mjs';
import { Hopeless, soon, until } from './wait.mjs';

const api = '/api/v1/system';

/// How to start mimon for one kind of machine:
/// - `scenario`: one of the stand-in NVML's, loaded as driver `variant`; without it, no NVML
/// - `time`: the file that holds the second in which the stand-in is
/// - `root`: the tree that stands in for the machine
export function machine({ scenario, variant, time, root }) {
  const args = [];
  const env = {};
  if (scenario) {
    args.push('--nvml', library(variant));
    env.MIMON_FAKE_NVML_SCENARIO = scenario;
  }
  if (time) env.MIMON_FAKE_NVML_TIME = time;
  if (root) args.push('--root', root);
  return { args, env };
}

/// A running `mimon serve`.
class Server {
  constructor(running, url, remove) {
    this.running = running;
    this.url = url;
    this.remove = remove;
    this.killed = false;
  }

  /// The address without a token.
  get origin() {
    return this.url.origin;
  }

  fetch(path, options = {}) {
    return fetch(this.origin + path, { redirect: 'manual', ...options });
  }

  /// The JSON at `path` below the API's base.
  async get(path, options = {}) {
    const response = await this.fetch(api + path, options);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  async problem(path, options = {}) {
    const response = await this.fetch(path, options);
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  /// Waits until every driver was asked and rates are known.
  async settled() {
    await until(`${this.origin} is settled`, async () => {
      const health = await (await this.fetch(`${api}/health`)).json();
      return health.tick > 2 && health.vendors.every(({ state }) => state !== 'starting');
    });
    return this;
  }

  /// Ends it as an init system does, and says how it ended.
  async terminate(within = 10_000) {
    this.running.child.kill('SIGTERM');
    try {
      return await soon('mimon ends after SIGTERM', this.running.ended, within);
    } finally {
      this.running.child.kill('SIGKILL');
      this.remove();
    }
  }

  /// Ends it at once, as a crash would. `stop` has nothing to do then.
  async kill() {
    this.killed = true;
    this.running.child.kill('SIGKILL');
    await this.running.ended;
    this.remove();
  }

  /// Ends it; an error where it did not end well, as after a crash.
  async stop() {
    if (this.killed) return;
    const { code, signal, errors } = await this.terminate();
    if (code !== 0) throw new Error(`mimon ended with ${signal ?? code}:\n${errors}`);
  }
}

/// Starts `mimon serve` for a machine (see above) on a free port, unless `listen` names one.
export async function startServer(options = {}) {
  const { args, env } = machine(options);
  const data = options.data ? { path: options.data, remove() {} } : temporaryFolder();
  const listen = options.listen ?? '127.0.0.1:0';
  const running = launch(
    ['serve', '--listen', listen, '--data', data.path, ...args, ...(options.args ?? [])],
    { ...env, ...options.env },
  );
  let exit;
  running.ended.then(
    (how) => {
      exit = how;
    },
    (error) => {
      exit = { code: error.message, errors: '' };
    },
  );
  try {
    const url = await until('mimon says where it serves', () => {
      const said = /serves (\S+)/.exec(running.errors);
      if (!said && exit) throw new Hopeless(`mimon ended with ${exit.code}: ${exit.errors}`);
      return said && new URL(said[1]);
    });
    const server = new Server(running, url, data.remove);
    return options.unsettled ? server : await server.settled();
  } catch (error) {
    running.child.kill('SIGKILL');
    data.remove();
    throw error;
  }
}
