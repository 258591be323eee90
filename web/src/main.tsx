import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/app';
import { createFetchReadings } from '@/live/fetch_readings';
import { PollingTransport } from '@/live/polling_transport';
import { createLiveStore } from '@/live/store';
import './styles.css';

const store = createLiveStore(new PollingTransport(createFetchReadings()));
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App store={store} />
  </StrictMode>,
);
