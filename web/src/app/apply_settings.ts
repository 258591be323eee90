import { type Settings, useSettings } from '@/lib/settings';
import type { LiveStore } from '@/live/store';
import type { Transport } from '@/live/transport';

/// Lets the settings that concern the whole page take effect, now and whenever they change.
export function applySettings(
  store: LiveStore,
  createTransport: (interval: number) => Transport,
): void {
  const look = ({ palette, motion }: Settings) => {
    document.documentElement.dataset.palette = palette;
    document.documentElement.dataset.motion = motion;
  };
  look(useSettings.getState());
  // What the page shows at first is brought nevertheless.
  if (!useSettings.getState().autoRefresh) store.getState().setPaused(true);
  useSettings.subscribe((now, before) => {
    look(now);
    if (now.interval !== before.interval) {
      store.getState().use(createTransport(now.interval * 1000));
    }
    if (now.autoRefresh !== before.autoRefresh) store.getState().setPaused(!now.autoRefresh);
  });
}
