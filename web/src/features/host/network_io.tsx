import type { NetworkRates } from '@/api/types';
import { RatePair } from '@/components/rate_pair';
import { tones } from '@/components/tones';
import { formatRate } from '@/lib/format';
import { useScale } from '@/lib/scale';

const mebi = 1024 ** 2;
export const notYet = 'A rate needs a second sample.';

/// What all physical interfaces send and receive. The bars' scale grows with what was seen.
export function NetworkIo({ rates }: { rates: NetworkRates | null }) {
  const scale = useScale([rates?.sent_rate, rates?.recv_rate], mebi);
  return (
    <RatePair
      label="Network I/O"
      max={scale}
      format={formatRate}
      hint={`Full bar: ${formatRate(scale)}`}
      rates={[
        { label: 'Sent', mark: '↑', value: rates?.sent_rate, tone: tones.sent, reason: notYet },
        {
          label: 'Received',
          mark: '↓',
          value: rates?.recv_rate,
          tone: tones.received,
          reason: notYet,
        },
      ]}
    />
  );
}
