/// Writes tests/golden/api anew from what the server answers now.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ask, goldenFile, startGoldenServer } from './lib/golden.mjs';
import { Contract } from './lib/schema.mjs';

const golden = await startGoldenServer();
try {
  const contract = new Contract(await (await golden.server.fetch('/openapi.json')).json());
  const folder = dirname(goldenFile('any'));
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) rmSync(`${folder}/${name}`);
  for (const [path, operation] of contract.operations()) {
    const answer = await ask(golden.server, path, operation);
    writeFileSync(goldenFile(operation.operationId), `${JSON.stringify(answer, null, 2)}\n`);
  }
} finally {
  await golden.stop();
}
