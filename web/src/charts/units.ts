import { formatBytes, formatDuration, formatEnergy, formatNumber, formatRate } from '@/lib/format';
import { useSettings } from '@/lib/settings';

/// How values of a unit are written, and where the value axis may have its ticks.
export interface UnitFormat {
  /// An exact value, for the legend and the tooltip.
  value(value: number): string;
  /// A tick of the axis.
  tick(value: number): string;
  /// Distances between ticks, ascending; without them, decimal ones.
  steps?: number[];
  /// Where the ticks are, if not at multiples of a distance.
  ticks?(low: number, high: number): number[];
}

const binarySteps = Array.from({ length: 60 }, (_, power) => 2 ** power);

const plain: UnitFormat = { value: (value) => grouped(value), tick: (value) => short(value) };

const degrees = withSymbol('°F', '°');

/// Of values that are degrees Celsius; ticks are at whole degrees Fahrenheit.
const fahrenheit: UnitFormat = {
  value: (value) => degrees.value(value * 1.8 + 32),
  tick: (value) => degrees.tick(value * 1.8 + 32),
  ticks: (low, high) => {
    const [from, to] = [low * 1.8 + 32, high * 1.8 + 32];
    const step = [1, 2, 5, 10, 20, 50].find((one) => (to - from) / one <= 5) ?? 100;
    const first = Math.ceil(from / step);
    const count = Math.max(0, Math.floor(to / step) - first + 1);
    return Array.from({ length: count }, (_, index) => ((first + index) * step - 32) / 1.8);
  },
};

const formats: Record<string, UnitFormat> = {
  percent: withSymbol('%', ''),
  celsius: withSymbol('°C', '°'),
  watts: withSymbol(' W'),
  megahertz: withSymbol(' MHz'),
  rpm: withSymbol(' RPM'),
  volts: withSymbol(' V'),
  per_second: withSymbol('/s'),
  bytes: { value: formatBytes, tick: (value) => whole(formatBytes(value)), steps: binarySteps },
  bytes_per_second: {
    value: formatRate,
    tick: (value) => whole(formatRate(value)),
    steps: binarySteps,
  },
  joules: { value: formatEnergy, tick: (value) => whole(formatEnergy(value)) },
  seconds: { value: formatSeconds, tick: formatSeconds },
};

/// Of a unit as the catalogue names it; any other is written as a plain number.
export function formatOf(unit: string): UnitFormat {
  if (unit === 'celsius' && useSettings.getState().temperatureUnit === 'fahrenheit') {
    return fahrenheit;
  }
  return formats[unit] ?? plain;
}

function withSymbol(symbol: string, onTick = symbol): UnitFormat {
  return {
    value: (value) => `${grouped(value)}${symbol}`,
    tick: (value) => `${short(value)}${onTick}`,
  };
}

function grouped(value: number): string {
  const magnitude = Math.abs(value);
  const digits = Number.isInteger(value) || magnitude >= 1000 ? 0 : magnitude < 1 ? 2 : 1;
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function short(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e9) return `${trimmed(value / 1e9)}G`;
  if (magnitude >= 1e6) return `${trimmed(value / 1e6)}M`;
  if (magnitude >= 1e4) return `${trimmed(value / 1e3)}k`;
  return trimmed(value);
}

/// `6.0 GiB` as `6 GiB`.
function whole(text: string): string {
  return text.replace('.0 ', ' ');
}

function trimmed(value: number): string {
  return String(Number(formatNumber(value, 3)));
}

function formatSeconds(value: number): string {
  if (Math.abs(value) >= 60) return formatDuration(value);
  if (value === 0 || Math.abs(value) >= 1) return `${trimmed(value)} s`;
  return `${trimmed(value * 1000)} ms`;
}
