import { describe, expect, it } from 'vitest';
import { reasonFor, unknownReason } from './reasons';

describe('reasonFor', () => {
  it('finds the reason of the value itself', () => {
    const source = { unavailable: { fan_speed: 'unsupported' }, state: 'ok' };
    expect(reasonFor(source, 'fan_speed')).toContain('does not give');
  });

  it('takes the reason of the group, then of the device', () => {
    expect(reasonFor({ unavailable: { pcie: 'denied' } }, 'pcie.tx_rate')).toContain('permission');
    const pressure = { unavailable: { pressure: 'denied' } };
    expect(reasonFor(pressure, 'pressure.cpu.some')).toContain('permission');
    expect(reasonFor({ unavailable: {}, state: 'asleep' }, 'fan_speed')).toContain('sleeps');
  });

  it('shows a word it does not know as it is', () => {
    expect(reasonFor({ unavailable: { fan_speed: 'on holiday' } }, 'fan_speed')).toBe('on holiday');
  });

  it('says when nothing is known', () => {
    expect(reasonFor({ unavailable: {}, state: 'ok' }, 'fan_speed')).toBe(unknownReason);
    expect(reasonFor(null, 'fan_speed')).toBe(unknownReason);
  });
});
