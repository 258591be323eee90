// Holds the arrows between the folders of src/: app → features → {charts, components, live, api} → lib.
// A feature never imports another feature.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../src');
const allowed = {
  lib: ['lib'],
  api: ['api', 'lib'],
  live: ['live', 'api', 'lib'],
  components: ['components', 'lib'],
  charts: ['charts', 'lib'],
  features: ['charts', 'components', 'live', 'api', 'lib'],
  app: ['app', 'features', 'components', 'live', 'api', 'lib'],
  embed: ['embed'],
  testing: ['testing', 'live', 'api', 'lib'],
};

const layer = (path) => path.split('/')[0];
const feature = (path) => path.split('/').slice(0, 2).join('/');

function target(file, specifier) {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  if (specifier.startsWith('.'))
    return relative(root, resolve(dirname(join(root, file)), specifier));
  return null;
}

function mayImport(file, imported) {
  const from = layer(file);
  const to = layer(imported);
  if (/\.test\.tsx?$/.test(file) && to === 'testing') return true;
  if (from === 'features' && to === 'features') return feature(file) === feature(imported);
  return allowed[from]?.includes(to) ?? false;
}

const problems = [];
const files = readdirSync(root, { recursive: true }).filter((name) => /\.tsx?$/.test(name));
for (const file of files) {
  if (!file.includes('/')) continue; // main.tsx starts the app and may see it all
  const text = readFileSync(join(root, file), 'utf8');
  for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
    const imported = target(file, specifier);
    if (imported !== null && !mayImport(file, imported)) {
      problems.push(`src/${file} must not import ${imported}`);
    }
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`layers: ${files.length} files keep to their arrows`);
