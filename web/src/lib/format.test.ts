import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatBytesOf,
  formatDuration,
  formatEnergy,
  formatLinkRate,
  formatPercent,
  formatRate,
} from './format';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1.5 * 2 ** 20, '1.5 MiB'],
    [150 * 2 ** 20, '150 MiB'],
    [2 ** 30, '1.0 GiB'],
    [2 ** 70, '1024 EiB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('names a rate per second', () => {
    expect(formatRate(15.3 * 2 ** 20)).toBe('15.3 MiB/s');
  });
});

describe('formatBytesOf', () => {
  it('writes both sizes in the unit of the whole', () => {
    expect(formatBytesOf(6 * 2 ** 30, 12 * 2 ** 30)).toBe('6.0 / 12.0 GiB');
    expect(formatBytesOf(100 * 2 ** 20, 2 ** 31)).toBe('0.1 / 2.0 GiB');
    expect(formatBytesOf(45 * 2 ** 30, 128 * 2 ** 30)).toBe('45 / 128 GiB');
  });

  it('calls a whole of nothing none', () => {
    expect(formatBytesOf(0, 0)).toBe('none');
  });

  it('makes up no second size', () => {
    expect(formatBytesOf(6 * 2 ** 30, null)).toBe('6.0 GiB');
  });
});

describe('the other figures', () => {
  it('writes link rates in the decimal units of their limits', () => {
    expect(formatLinkRate(31.5e9)).toBe('31.5 GB/s');
    expect(formatLinkRate(2.5e6)).toBe('2.5 MB/s');
    expect(formatLinkRate(0)).toBe('0.0 GB/s');
  });

  it('writes energy in watt-hours', () => {
    expect(formatEnergy(3600)).toBe('1.0 Wh');
    expect(formatEnergy(7_200_000)).toBe('2.0 kWh');
    expect(formatEnergy(3.6e9)).toBe('1.00 MWh');
  });

  it.each([
    [0, '0 s'],
    [59.9, '59 s'],
    [312, '5 min 12 s'],
    [3600, '1 h'],
    [93_784, '1 d 2 h'],
    [-3, '0 s'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('rounds per cent to the digits asked for', () => {
    expect(formatPercent(74.96)).toBe('75%');
    expect(formatPercent(74.96, 1)).toBe('75.0%');
  });
});
