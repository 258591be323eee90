import { expect, it } from 'vitest';
import { gpuInfo } from '@/testing/fixtures';
import { parseChoice, resolve } from './selection';

const gpus = [gpuInfo(), gpuInfo({ gpu_id: 1 })];

it.each([
  ['1', 1],
  ['cpu', 'cpu'],
  [null, null],
  ['', null],
  ['-1', null],
  ['1.5', null],
  ['99999999999', null],
  ['<b>', null],
])('reads %s as %s', (text, choice) => {
  expect(parseChoice(text)).toBe(choice);
});

it('takes the wanted GPU, or the server’s where none is wanted', () => {
  expect(resolve(1, gpus, 0)).toEqual({ gpuId: 1, missing: null });
  expect(resolve(null, gpus, 1)).toEqual({ gpuId: 1, missing: null });
  expect(resolve('cpu', gpus, 0)).toEqual({ gpuId: null, missing: null });
});

it('says which wanted GPU is not there', () => {
  expect(resolve(9, gpus, 0)).toEqual({ gpuId: 0, missing: 9 });
  expect(resolve(9, [], null)).toEqual({ gpuId: null, missing: 9 });
});

it('trusts the address until the list is known', () => {
  expect(resolve(9, null, null)).toEqual({ gpuId: 9, missing: null });
});
