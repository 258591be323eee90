import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';

function request(folder, name, options) {
  const files = { certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const to = ['-keyout', files.key, '-out', files.certificate];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...ec, ...options, ...to], {
    stdio: 'pipe',
  });
  return files;
}

/// An authority of a test's own, with its files in `folder`. `certificate` is the path of its own;
/// `issue` makes a certificate and its key for a server on the loopback that is called `host`.
export function makeAuthority(folder, name) {
  const own = request(folder, name, ['-subj', `/CN=${name}`]);
  const issue = (host) => ({
    authority: own.certificate,
    ...request(folder, `${name}-${host}`, [
      ...['-CA', own.certificate, '-CAkey', own.key, '-subj', `/CN=${host}`],
      ...['-addext', `subjectAltName=DNS:${host},IP:127.0.0.1`],
      ...['-addext', 'basicConstraints=critical,CA:FALSE'],
    ]),
  });
  return { certificate: own.certificate, issue };
}

/// Whether a GET is answered well. `tls`: what `issue` gave the server.
export function isAnswered(url, tls) {
  const options = tls ? { ca: readFileSync(tls.authority) } : {};
  return new Promise((resolve) => {
    const asked = (tls ? https : http).get(url, options, (response) => {
      response.resume();
      resolve(response.statusCode < 300);
    });
    asked.once('error', () => resolve(false));
  });
}
