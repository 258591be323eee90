import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAnswered } from './certificates.mjs';
import { temporaryFolder } from './folder.mjs';
import { freePort } from './port.mjs';
import { Hopeless, soon, until } from './wait.mjs';

/// What `promtool check metrics` finds wrong with a page.
export function promtoolFindings(text) {
  const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  if (error) throw error;
  const findings = (stdout + stderr).split('\n').filter((line) => line !== '');
  if (status !== 0 && findings.length === 0) findings.push(`promtool ended with ${status}`);
  return findings;
}

class Prometheus {
  constructor(origin, child, folder) {
    this.origin = origin;
    this.child = child;
    this.folder = folder;
  }

  async ask(path, params = {}) {
    const response = await fetch(`${this.origin}/api/v1/${path}?${new URLSearchParams(params)}`);
    const answer = await response.json();
    if (answer.status !== 'success') throw new Error(`${path}: ${answer.error}`);
    return answer.data;
  }

  /// The samples that a query gives now: [labels, value].
  async query(query) {
    const { result } = await this.ask('query', { query });
    return result.map(({ metric, value }) => [metric, Number(value[1])]);
  }

  async stop() {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    try {
      await soon('prometheus ends', ended, 20_000);
    } finally {
      this.child.kill('SIGKILL');
      this.folder.remove();
    }
  }
}

/// Starts Debian's Prometheus on a free port of the loopback, scraping `jobs` each second: name to
/// path, all of one target. It takes remote write too. Over HTTPS where it is given a certificate
/// and its key.
export async function startPrometheus(target, jobs, { tls } = {}) {
  const folder = temporaryFolder();
  const config = join(folder.path, 'prometheus.yml');
  const scrape_configs = Object.entries(jobs).map(([job_name, metrics_path]) => ({
    job_name,
    metrics_path,
    static_configs: [{ targets: [target] }],
  }));
  // JSON is YAML.
  writeFileSync(
    config,
    JSON.stringify({ global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs }),
  );
  // JSON again.
  const web = join(folder.path, 'web.yml');
  const server_config = tls && { cert_file: tls.certificate, key_file: tls.key };
  writeFileSync(web, JSON.stringify({ tls_server_config: server_config }));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder.path, 'data')}`,
      `--web.listen-address=${address}`,
      `--web.config.file=${web}`,
      '--web.enable-remote-write-receiver',
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  let failure;
  child.stderr.on('data', (text) => {
    said += text;
  });
  child.once('error', (error) => {
    failure = error.message;
  });
  child.once('exit', (code) => {
    failure ??= `it ended with ${code}: ${said}`;
  });
  const server = new Prometheus(`${tls ? 'https' : 'http'}://${address}`, child, folder);
  try {
    await until('prometheus answers', () => {
      if (failure) throw new Hopeless(`prometheus: ${failure}`);
      return isAnswered(`${server.origin}/-/ready`, tls);
    });
    return server;
  } catch (error) {
    child.kill('SIGKILL');
    folder.remove();
    throw error;
  }
}
