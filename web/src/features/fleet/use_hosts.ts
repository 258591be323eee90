import { useEffect, useState } from 'react';
import { ApiError } from '@/api/client';
import { getHosts } from '@/api/hosts';
import type { Hosts } from '@/api/types';

/// The least milliseconds from one answer to the next question; a slow answer is given more room.
const pause = 2000;
const room = 4;

export interface FleetState {
  hosts: Hosts | null;
  error: string | null;
}

/// Every host, asked for again and again while the page is seen and `paused` is not set.
export function useHosts(paused: boolean): FleetState {
  const [state, setState] = useState<FleetState>({ hosts: null, error: null });
  const waiting = state.hosts === null;
  const rests = paused && !waiting;
  useEffect(() => {
    if (rests) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const began = performance.now();
      try {
        const hosts = await getHosts(abort.signal);
        setState({ hosts, error: null });
      } catch (error) {
        if (abort.signal.aborted) return;
        const words = error instanceof ApiError ? error.message : String(error);
        setState((before) => ({ ...before, error: words }));
      }
      timer = setTimeout(next, Math.max(pause, room * (performance.now() - began)));
    };
    const next = () => {
      if (!document.hidden) void ask();
    };
    const seen = () => {
      clearTimeout(timer);
      next();
    };
    document.addEventListener('visibilitychange', seen);
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [rests]);
  return state;
}
