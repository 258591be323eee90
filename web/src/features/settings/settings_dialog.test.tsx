import { render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { changeSettings, defaultSettings, useSettings } from '@/lib/settings';
import SettingsDialog from './settings_dialog';

beforeEach(() => {
  // jsdom can't show a dialog.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
});
afterEach(() => changeSettings(defaultSettings));

const settings = () => useSettings.getState();

it('takes a choice at once, and all back', async () => {
  render(<SettingsDialog onClose={vi.fn()} />);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Colours' }), 'High contrast');
  await userEvent.selectOptions(
    screen.getByRole('combobox', { name: 'Update interval' }),
    'Every 5 seconds',
  );
  expect(settings()).toMatchObject({ palette: 'contrast', interval: 5 });
  await userEvent.click(screen.getByRole('button', { name: 'Reset to defaults' }));
  expect(settings()).toEqual(defaultSettings);
});

it('takes no figure out of its range', async () => {
  render(<SettingsDialog onClose={vi.fn()} />);
  const field = screen.getByRole('spinbutton', { name: 'Temperature above' });
  await userEvent.clear(field);
  await userEvent.type(field, '80');
  await userEvent.tab();
  expect(settings().temperatureAlert).toBe(80);
  for (const wrong of ['999', '']) {
    const input = screen.getByRole('spinbutton', { name: 'Temperature above' });
    await userEvent.clear(input);
    if (wrong) await userEvent.type(input, wrong);
    await userEvent.tab();
    expect(settings().temperatureAlert).toBe(80);
  }
});
