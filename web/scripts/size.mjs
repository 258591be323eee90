// Prints what the built page weighs: scripts and styles as the server sends them, each and in all.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const folder = resolve(import.meta.dirname, '../dist/assets');
const total = { brotli: 0, gzip: 0 };
const row = (name, { brotli, gzip }) =>
  console.log(`${name.padEnd(32)}${String(brotli).padStart(8)}${String(gzip).padStart(8)}`);

console.log(`${'bytes'.padEnd(32)}  brotli    gzip`);
for (const name of readdirSync(folder).filter((file) => /\.(js|css)$/.test(file))) {
  const bytes = readFileSync(resolve(folder, name));
  const size = {
    brotli: brotliCompressSync(bytes).length,
    gzip: gzipSync(bytes, { level: 9 }).length,
  };
  total.brotli += size.brotli;
  total.gzip += size.gzip;
  row(name, size);
}
row('in all', total);
