import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useSettings } from '@/lib/settings';
import { formatMoment, formatStretch, timeTicks } from './time';
import { formatOf } from './units';

const at = (text: string) => new Date(text).getTime() / 1000;

describe('the time axis', () => {
  const times = [at('2025-10-16T09:51:30'), at('2025-10-16T09:52:00')];

  it('has hours and minutes, and seconds where ticks are close', () => {
    expect(timeTicks(times, 60)).toEqual(['09:51', '09:52']);
    expect(timeTicks(times, 30)).toEqual(['09:51:30', '09:52:00']);
  });

  it('has the date where a day begins, and where ticks are days', () => {
    expect(timeTicks([at('2025-10-17T00:00:00')], 3600)).toEqual(['Oct 17']);
    expect(timeTicks(times, 86_400)).toEqual(['Oct 16', 'Oct 16']);
  });
});

it('writes a moment in full', () => {
  expect(formatMoment(at('2025-10-16T09:05:03'))).toBe('Oct 16, 09:05:03');
});

it.each([
  ['2025-10-16T09:00:00', '2025-10-16T10:00:00', '09:00 – 10:00'],
  ['2025-10-16T09:00:05', '2025-10-16T09:01:00', '09:00:05 – 09:01:00'],
  ['2025-10-15T12:00:00', '2025-10-16T12:00:00', 'Oct 15, 12:00 – Oct 16, 12:00'],
  ['2025-10-14T12:00:00', '2025-10-14T18:00:00', 'Oct 14, 12:00 – 18:00'],
])('writes the stretch from %s to %s', (from, to, text) => {
  expect(formatStretch(at(from), at(to), at('2025-10-16T20:00:00'))).toBe(text);
});

describe('values and ticks', () => {
  it.each([
    ['percent', 98.64, '98.6%', '98.64'],
    ['percent', 100, '100%', '100'],
    ['percent', 0.042, '0.04%', '0.042'],
    ['celsius', 61.5, '61.5°C', '61.5°'],
    ['watts', 300, '300 W', '300 W'],
    ['megahertz', 1785, '1,785 MHz', '1785 MHz'],
    ['bytes', 6 * 2 ** 30, '6.0 GiB', '6 GiB'],
    ['bytes', 0, '0 B', '0 B'],
    ['bytes_per_second', 1.5 * 2 ** 20, '1.5 MiB/s', '1.5 MiB/s'],
    ['joules', 7_200_000, '2.0 kWh', '2 kWh'],
    ['seconds', 90_000, '1 d 1 h', '1 d 1 h'],
    ['seconds', 0.0125, '12.5 ms', '12.5 ms'],
    ['per_second', 12_345, '12,345/s', '12.345k/s'],
    ['none', 3, '3', '3'],
    ['something new', 2_500_000, '2,500,000', '2.5M'],
  ])('of %s write %s as %s and %s', (unit, value, exact, tick) => {
    const format = formatOf(unit);
    expect(format.value(value)).toBe(exact);
    expect(format.tick(value)).toBe(tick);
  });
});

describe('temperatures for a reader of Fahrenheit', () => {
  beforeEach(() => useSettings.setState({ temperatureUnit: 'fahrenheit' }));
  afterEach(() => useSettings.setState({ temperatureUnit: 'celsius' }));

  it('are written in it', () => {
    const format = formatOf('celsius');
    expect(format.value(61.5)).toBe('142.7°F');
    expect(format.tick(100)).toBe('212°');
    expect(formatOf('percent').value(50)).toBe('50%');
  });

  it.each([
    [0, 100, ['50°', '100°', '150°', '200°']],
    [20, 30, ['70°', '75°', '80°', '85°']],
    [-10, 0, ['15°', '20°', '25°', '30°']],
  ])('have ticks at whole degrees from %s to %s °C', (low, high, labels) => {
    const { ticks, tick } = formatOf('celsius');
    expect(ticks?.(low, high).map(tick)).toEqual(labels);
  });
});
