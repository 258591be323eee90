import { act, render } from '@testing-library/preact';
import type { ReactNode } from 'react';
import type { All } from '@/api/types';
import { fromAll } from '@/live/fetch_readings';
import { LiveProvider } from '@/live/live_context';
import { createLiveStore } from '@/live/store';
import type { Status } from '@/live/transport';
import { FakeTransport } from './fake_transport';
import { gpuList } from './fixtures';

/// Renders below a live store whose transport the test holds.
export function renderLive(children: ReactNode) {
  const transport = new FakeTransport();
  const store = createLiveStore(transport);
  const view = render(<LiveProvider store={store}>{children}</LiveProvider>);
  return { ...view, ...hands(transport) };
}

/// Acts as the server would.
export function hands(transport: FakeTransport) {
  return {
    transport,
    bring: (all: All) => act(() => transport.bring(fromAll(all, gpuList(all.gpu?.gpu_count ?? 0)))),
    tell: (status: Status) => act(() => transport.tell(status)),
  };
}

/// Waits for what goes on by itself, such as an answer on its way and what is drawn of it.
export const settle = () => act(() => new Promise<void>((done) => setTimeout(done)));
