import { isKnown, type Maybe } from './absent';
import { useSettings } from './settings';

const kibi = 1024;
const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

export function formatNumber(value: number, digits = 0): string {
  return value.toFixed(digits);
}

export function formatPercent(value: number, digits = 0): string {
  return `${value.toFixed(digits)}%`;
}

/// A size in the largest binary unit that leaves a figure of at least one.
export function formatBytes(bytes: number): string {
  const [scaled, unit] = scaleBytes(bytes);
  return `${scaled.toFixed(digitsFor(scaled, unit))} ${unit}`;
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/// Two sizes in the unit of the second: `18.0 / 32.0 GiB`; `none` of nothing; the first alone where
/// the second is unknown.
export function formatBytesOf(part: number, whole: Maybe<number>): string {
  if (!isKnown(whole)) return formatBytes(part);
  if (whole === 0) return 'none';
  const [scaled, unit] = scaleBytes(whole);
  const digits = digitsFor(scaled, unit);
  const inUnit = part / (whole / scaled);
  return `${inUnit.toFixed(digits)} / ${scaled.toFixed(digits)} ${unit}`;
}

/// A PCIe or NVLink rate, in the decimal GB/s that their limits are quoted in.
export function formatLinkRate(bytesPerSecond: number): string {
  const gigabytes = bytesPerSecond / 1e9;
  if (gigabytes >= 0.1 || gigabytes === 0) return `${gigabytes.toFixed(1)} GB/s`;
  return `${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
}

/// A temperature of so many degrees Celsius, in the reader's unit.
export function formatCelsius(value: number, digits = 0): string {
  return useSettings.getState().temperatureUnit === 'fahrenheit'
    ? `${(value * 1.8 + 32).toFixed(digits)}°F`
    : `${value.toFixed(digits)}°C`;
}

export function formatWatts(value: number, digits = 0): string {
  return `${value.toFixed(digits)} W`;
}

export function formatMegahertz(value: number): string {
  return `${value.toFixed(0)} MHz`;
}

/// Joules as the watt-hours that people pay for.
export function formatEnergy(joules: number): string {
  const wattHours = joules / 3600;
  if (wattHours < 1000) return `${wattHours.toFixed(1)} Wh`;
  if (wattHours < 1e6) return `${(wattHours / 1e3).toFixed(1)} kWh`;
  return `${(wattHours / 1e6).toFixed(2)} MWh`;
}

/// The two largest parts of a span of seconds: `3 d 4 h`, `5 min 12 s`.
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

function scaleBytes(bytes: number): [number, string] {
  const magnitude = Math.abs(bytes);
  const power = magnitude < kibi ? 0 : Math.floor(Math.log2(magnitude) / 10);
  const index = Math.min(power, byteUnits.length - 1);
  return [bytes / kibi ** index, byteUnits[index] ?? 'B'];
}

function digitsFor(scaled: number, unit: string): number {
  return unit === 'B' || Math.abs(scaled) >= 100 ? 0 : 1;
}
