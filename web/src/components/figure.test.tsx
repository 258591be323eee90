import { render, screen } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { Bar } from './bar';
import { Figure } from './figure';
import { Loading } from './loading';
import { Meter } from './meter';
import { Panel } from './panel';
import { tones } from './tones';

const percent = (value: number) => `${value}%`;

it('writes zero as zero', () => {
  render(<Figure value={0} format={percent} />);
  expect(screen.getByText('0%')).toBeDefined();
});

it('writes an absent value as N/A, and says why', () => {
  const { container } = render(<Figure value={null} format={percent} reason="Not supported." />);
  expect(container.textContent).toBe('N/A: Not supported.');
  expect(screen.getByTitle('Not supported.')).toBeDefined();
});

it('holds the place of a value that has not come yet', () => {
  const { container } = render(
    <Loading value={true}>
      <Figure value={undefined} format={percent} />
    </Loading>,
  );
  expect(screen.getByTestId('placeholder')).toBeDefined();
  expect(container.textContent).toBe('');
});

it('tells a bar’s share in figures and in words', () => {
  render(<Bar label="Memory" value={6} max={12} tone={tones.memory} text="6 of 12 GiB" />);
  const bar = screen.getByRole('meter', { name: 'Memory' });
  expect(bar.getAttribute('aria-valuemin')).toBe('0');
  expect(bar.getAttribute('aria-valuenow')).toBe('50');
  expect(bar.getAttribute('aria-valuemax')).toBe('100');
  expect(bar.getAttribute('aria-valuetext')).toBe('6 of 12 GiB');
});

it.each([
  ['an unknown value', null, 100],
  ['an unknown limit', 5, null],
  ['a limit of nothing', 5, 0],
])('claims no share with %s', (_, value, max) => {
  render(<Bar label="Power" value={value} max={max} tone={tones.power} />);
  expect(screen.queryByRole('meter')).toBeNull();
  expect(screen.queryByLabelText('Power')).toBeNull();
});

it('keeps a bar within its frame', () => {
  render(<Bar label="Power" value={300} max={250} tone={tones.power} />);
  expect(screen.getByRole('meter').getAttribute('aria-valuenow')).toBe('100');
});

function Fan({ speed }: { speed: number | null }) {
  const meter = { tone: tones.fan, format: percent, reason: 'Not supported.' };
  return (
    <Panel title="Fan">
      <Meter label="Requested" value={speed} {...meter} />
      <Meter label="Pump" value={null} {...meter} />
      <Meter label="Wind" value={null} {...meter} reason="Asleep." />
    </Panel>
  );
}

it('tells why values are absent to those who ask by a button, as they change', async () => {
  const { rerender } = render(<Fan speed={null} />);
  const button = screen.getByRole('button', { name: 'Why N/A in Fan' });
  const lines = () => screen.queryAllByRole('listitem').map(({ textContent }) => textContent);
  expect(lines()).toEqual([]);
  await userEvent.click(button);
  expect(button.getAttribute('aria-expanded')).toBe('true');
  expect(lines()).toEqual(['N/A: Not supported. (Requested, Pump)', 'N/A: Asleep. (Wind)']);
  rerender(<Fan speed={3} />);
  expect(lines()[0]).toBe('N/A: Not supported. (Pump)');
  await userEvent.click(button);
  expect(lines()).toEqual([]);
});
