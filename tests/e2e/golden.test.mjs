import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, goldenFile, shape, startGoldenServer } from './lib/golden.mjs';
import { Contract } from './lib/schema.mjs';

const names = readdirSync(dirname(goldenFile('any'))).map((name) => name.replace('.json', ''));

let golden;
let contract;

beforeAll(async () => {
  golden = await startGoldenServer();
  contract = new Contract(await (await golden.server.fetch('/openapi.json')).json());
});
afterAll(() => golden?.stop());

const operationOf = (name) =>
  contract.operations().find(([, { operationId }]) => operationId === name);

it('there is a golden answer for every endpoint', () => {
  const operations = contract.operations().map(([, { operationId }]) => operationId);
  expect(names.toSorted()).toEqual(operations.toSorted());
});

describe.each(names)('the golden answer %s', (name) => {
  const answer = JSON.parse(readFileSync(goldenFile(name), 'utf8'));

  it('has the fields and types that the server gives today', async () => {
    const [path, operation] = operationOf(name);
    expect(shape(await ask(golden.server, path, operation))).toEqual(shape(answer));
  });

  it('follows the schema, and is the example in the OpenAPI document', () => {
    const [, operation] = operationOf(name);
    expect(contract.errors(operation, 200, 'application/json', answer)).toEqual([]);
    expect(operation.responses[200].content['application/json'].example).toEqual(answer);
  });
});
