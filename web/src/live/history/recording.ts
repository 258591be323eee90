import type { Health } from '@/api/types';
import type { Recording } from './state';

/// What the server's health says of the recording.
export function recordingOf({ store }: Health): Recording {
  if (store === null) return { state: 'off', detail: '', shared: false, setAside: '', since: null };
  const since = store.oldest === null ? Number.NaN : Date.parse(store.oldest) / 1000;
  return {
    state: store.state === 'ok' ? 'ok' : 'broken',
    detail: store.detail,
    shared: store.shared,
    setAside: store.set_aside,
    since: Number.isNaN(since) ? null : since,
  };
}
