import { type ReactNode, useEffect, useState } from 'react';
import { inTurn } from '@/lib/in_turn';

/// Draws what it holds in a task of its own, after what stands above it: for what the window does not
/// reach at first, where it keeps room, so that what stands below isn't seen to move.
export function Later({ children }: { children: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => inTurn(() => setDue(true)), []);
  return due ? children : <div className="min-h-dvh" />;
}
