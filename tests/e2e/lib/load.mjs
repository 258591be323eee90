import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/// Keeps the machine a little busy, in bursts: one core half of the time, 64 MiB of memory, and a
/// file written and synced again and again in `folder`.
const program = `
  const { openSync, writeSync, fsyncSync } = require('node:fs');
  const memory = Buffer.alloc(64 * 2 ** 20, 1);
  const file = openSync(process.argv[1], 'w');
  setInterval(() => {
    const end = Date.now() + 100;
    while (Date.now() < end) memory[Math.floor(Math.random() * memory.length)] += 1;
  }, 200);
  setInterval(() => {
    writeSync(file, memory, 0, 8 * 2 ** 20, 0);
    fsyncSync(file);
  }, 500);
`;

export function startLoad(folder) {
  const file = join(folder, 'load');
  const child = spawn(process.execPath, ['-e', program, file], { stdio: 'ignore' });
  return {
    async stop() {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
      rmSync(file, { force: true });
    },
  };
}
