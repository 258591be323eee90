import { useEffect, useState } from 'react';

/// True once `active` has held for `duration` milliseconds without a break.
export function useLasting(active: boolean, duration = 10_000): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!active) return;
    const timer = setTimeout(() => setLasting(true), duration);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [active, duration]);
  return active && lasting;
}
