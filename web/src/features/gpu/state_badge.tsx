import { Moon, OctagonX, TimerOff, Unplug } from 'lucide-react';
import type { GpuState } from '@/api/types';
import { Badge, type BadgeLook } from '@/components/badge';

interface Words {
  look: BadgeLook;
  word: string;
  sentence: string;
  icon?: typeof Moon;
}

export const stateWords: Record<GpuState, Words> = {
  ok: { look: 'good', word: 'Working', sentence: 'The GPU answers.' },
  asleep: {
    look: 'info',
    word: 'Asleep',
    sentence: 'The GPU is suspended to save power; reading it would wake it.',
    icon: Moon,
  },
  lost: {
    look: 'critical',
    word: 'Lost',
    sentence: 'The GPU fell off the bus. It comes back here once the driver sees it again.',
    icon: Unplug,
  },
  unresponsive: {
    look: 'critical',
    word: 'Not responding',
    sentence: 'The driver does not answer for this GPU.',
    icon: OctagonX,
  },
  stale: {
    look: 'warning',
    word: 'Stale',
    sentence: 'The last answer is too old to show as current.',
    icon: TimerOff,
  },
};

/// How a GPU fares, in a word.
export function StateBadge({ state }: { state: GpuState }) {
  const { look, word, icon: Icon } = stateWords[state];
  return (
    <Badge look={look}>
      {Icon && <Icon aria-hidden="true" className="size-3.5" />}
      {word}
    </Badge>
  );
}
