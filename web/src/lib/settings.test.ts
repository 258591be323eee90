import { afterEach, expect, it } from 'vitest';
import { formatCelsius } from './format';
import { changeSettings, defaultSettings, sound, useSettings } from './settings';

afterEach(() => changeSettings(defaultSettings));

it('are kept in this browser', () => {
  changeSettings({ palette: 'contrast', interval: 5 });
  const kept = JSON.parse(localStorage.getItem('mimon-settings') ?? 'null');
  expect(kept).toMatchObject({ palette: 'contrast', interval: 5 });
});

it.each([null, 7, 'x', [], { palette: 'mauve', interval: 0, temperatureAlert: -4 }])(
  'begin anew where %j was kept',
  (kept) => {
    expect(sound(kept)).toEqual(defaultSettings);
  },
);

it('take what is sound of what was kept', () => {
  const kept = { palette: 'contrast', heldMinutes: 1e9, memoryAlert: 80, other: 1 };
  expect(sound(kept)).toEqual({ ...defaultSettings, palette: 'contrast', memoryAlert: 80 });
});

it('choose the unit of temperatures', () => {
  expect(formatCelsius(68, 1)).toBe('68.0°C');
  changeSettings({ temperatureUnit: 'fahrenheit' });
  expect(formatCelsius(68)).toBe('154°F');
  expect(useSettings.getState().temperatureUnit).toBe('fahrenheit');
});
