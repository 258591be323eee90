import { until } from './wait.mjs';

const storeHealth = async (server) => (await server.get('/health')).store;

/// Waits until `condition` holds of what a server says of its store, and returns that.
export const untilStore = (server, what, condition, options) =>
  until(
    what,
    async () => {
      const store = await storeHealth(server);
      return condition(store) && store;
    },
    options,
  );

/// Waits until a server has recorded some seconds.
export const untilRecorded = (server) =>
  untilStore(server, 'it records', ({ state, ticks }) => state === 'ok' && ticks > 2);
