import { useEffect, useState } from 'react';
import { useLiveStore } from '../live_context';
import type { Readings } from '../readings';
import type { HistoryStore, Question } from './state';
import { createHistoryStore } from './store';

/// A history of one's own, kept in step with the readings for as long as the component is there.
export function useHistoryStore(create: () => HistoryStore = createHistoryStore): HistoryStore {
  const live = useLiveStore();
  const [store] = useState(create);
  useEffect(() => {
    const { start, advance, stop } = store.getState();
    const follow = (readings: Readings) => {
      if (readings.timestamp !== null) advance(readings);
    };
    start();
    follow(live.getState());
    const leave = live.subscribe(follow);
    return () => {
      leave();
      stop();
    };
  }, [live, store]);
  return store;
}

/// Asks for something else whenever `question` changes; for nothing while it is `null`.
export function useQuestion(store: HistoryStore, question: Question | null): void {
  useEffect(() => {
    if (question !== null) store.getState().ask(question);
  }, [store, question]);
}
