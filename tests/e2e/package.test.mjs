import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './lib/folder.mjs';
import { build, packaging, program } from './lib/paths.mjs';

// What can be told without a machine to install on; `make package-test` has the rest.
describe('the Debian package', () => {
  const folder = temporaryFolder();
  const root = join(folder.path, 'root');
  let deb;

  const text = (command, ...args) => execFileSync(command, args, { encoding: 'utf8' });
  const field = (name) => text('dpkg-deb', '-f', deb, name).trim();
  const installed = (path) => readFileSync(join(root, path), 'utf8');

  beforeAll(() => {
    text('cpack', '--config', `${build}/CPackConfig.cmake`, '-B', folder.path);
    const [name] = readdirSync(folder.path).filter((file) => file.endsWith('.deb'));
    deb = join(folder.path, name);
    text('dpkg-deb', '-R', deb, root);
  });
  afterAll(() => folder.remove());

  it('names what it needs, and only suggests what few need', () => {
    expect(field('Package')).toBe('mimon');
    expect(text(program, '--version')).toContain(field('Version').replace(/-1$/, ''));
    expect(field('Depends')).toMatch(/\badduser\b/);
    expect(field('Depends')).toMatch(/\blibc6 \(>= /);
    expect(field('Depends')).not.toMatch(/libpq|libcurl/);
    expect(field('Recommends')).toBe('');
    expect(field('Suggests')).toBe('libpq5, libcurl4');
  });

  it('holds these files, all of root, none for others to write', () => {
    const rows = text('dpkg-deb', '-c', deb).trim().split('\n');
    const files = rows
      .map((row) => row.split(/\s+/))
      .filter(([mode]) => !mode.startsWith('d'))
      .map(([mode, owner, , , , path]) => `${mode} ${owner} ${path}`);
    expect(files.sort()).toEqual([
      '-rw-r--r-- root/root ./etc/mimon/mimon.toml',
      '-rw-r--r-- root/root ./usr/lib/systemd/system/mimon-debugfs.service',
      '-rw-r--r-- root/root ./usr/lib/systemd/system/mimon.service',
      '-rw-r--r-- root/root ./usr/share/doc/mimon/changelog.Debian.gz',
      '-rw-r--r-- root/root ./usr/share/doc/mimon/configuration.md',
      '-rw-r--r-- root/root ./usr/share/doc/mimon/copyright',
      '-rw-r--r-- root/root ./usr/share/doc/mimon/packaging.md',
      '-rw-r--r-- root/root ./usr/share/doc/mimon/stores.md',
      '-rw-r--r-- root/root ./usr/share/doc/mimon/third-party.txt',
      '-rw-r--r-- root/root ./usr/share/lintian/overrides/mimon',
      '-rw-r--r-- root/root ./usr/share/man/man1/mimon.1.gz',
      '-rwxr-xr-x root/root ./usr/bin/mimon',
    ]);
    const folders = rows.filter((row) => row.startsWith('d'));
    expect(folders.filter((row) => !row.startsWith('drwxr-xr-x root/root'))).toEqual([]);
  });

  it('keeps what an administrator wrote', () => {
    expect(installed('DEBIAN/conffiles')).toBe('/etc/mimon/mimon.toml\n');
  });

  it('names the terms of what is built in', () => {
    const terms = installed('usr/share/doc/mimon/third-party.txt');
    expect(terms).toMatch(/^==== rapidjson-dev$/m);
    expect(terms).toMatch(/^==== preact [0-9.]+$/m);
    expect(terms).not.toMatch(/^==== vite /m);
  });

  it('has scripts that a shell can read', () => {
    for (const script of ['postinst', 'prerm', 'postrm']) {
      text('sh', '-n', join(root, 'DEBIAN', script));
    }
  });

  it('comes with a configuration that says what the defaults are', () => {
    // Every setting that is commented out is taken.
    const all = installed('etc/mimon/mimon.toml').replace(/^#(?=[a-z_]+ =)/gm, '');
    expect(all.match(/^[a-z_]+ =/gm).length).toBeGreaterThan(4);
    const file = join(folder.path, 'all.toml');
    writeFileSync(file, all);
    const sample = text(program, 'snapshot', '--config', file);
    expect(JSON.parse(sample).system.ram.total).toBeGreaterThan(0);
  });

  it('has a unit that systemd takes, with few rights', () => {
    const units = ['mimon.service', 'mimon-debugfs.service'].map((name) => {
      const unit = installed(`usr/lib/systemd/system/${name}`);
      const file = join(folder.path, name);
      // The program is not installed here.
      writeFileSync(file, unit.replaceAll('/usr/bin/mimon', program));
      return file;
    });
    // What it does not know it only warns of.
    const verified = spawnSync('systemd-analyze', ['verify', '--man=no', ...units]);
    expect(verified).toMatchObject({ status: 0 });
    expect(`${verified.stderr}`).toBe('');
    // Of 100, the fewer the better; fails above.
    text('systemd-analyze', 'security', '--offline=true', '--threshold=20', units[0]);
  });
});

describe('the programs for older systems', () => {
  it('are refused where they ask for more than glibc 2.31', () => {
    const check = () =>
      execFileSync(`${packaging}/check-symbols`, [program], { encoding: 'utf8', stdio: 'pipe' });
    // This one is built for this system, with its libraries.
    expect(check).toThrow(/needs libraries besides glibc: .*libstdc\+\+/s);
  });
});
