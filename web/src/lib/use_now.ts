import { useEffect, useState } from 'react';

/// The browser's clock in milliseconds, refreshed every `interval` of them.
export function useNow(interval = 1000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}
