import { create } from 'zustand';

/// What the reader chose; kept in this browser.
export interface Settings {
  /// Seconds between updates.
  interval: number;
  /// Whether values renew by themselves.
  autoRefresh: boolean;
  temperatureUnit: 'celsius' | 'fahrenheit';
  palette: 'standard' | 'colour-blind' | 'contrast';
  /// `system` follows the operating system.
  motion: 'system' | 'reduced';
  /// From where on a lasting value is called out: degrees Celsius, per cent, per cent.
  temperatureAlert: number;
  memoryAlert: number;
  utilizationAlert: number;
  /// Minutes of rest after which a process is said to hold its GPU memory.
  heldMinutes: number;
}

export const defaultSettings: Settings = {
  interval: 1,
  autoRefresh: true,
  temperatureUnit: 'celsius',
  palette: 'standard',
  motion: 'system',
  temperatureAlert: 95,
  memoryAlert: 95,
  utilizationAlert: 100,
  heldMinutes: 10,
};

interface Range {
  min: number;
  max: number;
}

export const ranges = {
  temperatureAlert: { min: 30, max: 120 },
  memoryAlert: { min: 1, max: 100 },
  utilizationAlert: { min: 1, max: 100 },
  heldMinutes: { min: 1, max: 1440 },
} satisfies Partial<Record<keyof Settings, Range>>;

export const choices = {
  interval: [1, 2, 5, 10, 30],
  temperatureUnit: ['celsius', 'fahrenheit'],
  palette: ['standard', 'colour-blind', 'contrast'],
  motion: ['system', 'reduced'],
  autoRefresh: [true, false],
} satisfies Partial<Record<keyof Settings, readonly unknown[]>>;

/// The sound ones of what was kept; a version before or after this one may have written it.
export function sound(kept: unknown): Settings {
  const settings: Record<string, unknown> = { ...defaultSettings };
  const given = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  for (const [key, allowed] of Object.entries(choices)) {
    if ((allowed as readonly unknown[]).includes(given[key])) settings[key] = given[key];
  }
  for (const [key, { min, max }] of Object.entries(ranges)) {
    const value = given[key];
    if (typeof value === 'number' && value >= min && value <= max) settings[key] = value;
  }
  return settings as unknown as Settings;
}

const place = 'mimon-settings';

/// A browser may refuse storage altogether.
function kept(): unknown {
  try {
    return JSON.parse(localStorage.getItem(place) ?? 'null');
  } catch {
    return null;
  }
}

export const useSettings = create<Settings>()(() => sound(kept()));

export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change);
  try {
    localStorage.setItem(place, JSON.stringify(useSettings.getState()));
  } catch {
    // They hold until the page is closed.
  }
}
