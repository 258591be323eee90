import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, bringPage } from '@/app/app';
import { applySettings } from '@/app/apply_settings';
import { firstValues, interestAt } from '@/app/begin';
import { useSettings } from '@/lib/settings';
import { createLiveTransport } from '@/live/live_transport';
import { createLiveStore } from '@/live/store';
import './styles.css';

const store = createLiveStore(createLiveTransport(useSettings.getState().interval * 1000));
applySettings(store, createLiveTransport);
bringPage(window.location.pathname);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
firstValues(store, interestAt(window.location)).then(() =>
  createRoot(root).render(
    <StrictMode>
      <App store={store} />
    </StrictMode>,
  ),
);
