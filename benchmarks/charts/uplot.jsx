import { createRoot } from 'react-dom/client';
import { TimeSeries } from '@/charts/time_series';
import { charts, times, values } from './day.js';
import { measured } from './measured.js';

const nothing = () => {};
const columns = Object.fromEntries(charts.map(({ key }) => [key, { avg: values[key] }]));
const lines = charts.map(({ key, title, colour }) => [{ key, label: title, colour, dash: [] }]);

function Page() {
  return charts.map(({ key, title, unit }, index) => (
    <TimeSeries
      key={key}
      title={title}
      lines={lines[index]}
      data={{ times, columns }}
      from={times[0]}
      to={times.at(-1)}
      scale="hundred"
      unit={unit}
      onZoom={nothing}
      onReset={nothing}
    />
  ));
}

measured(() => createRoot(document.getElementById('root')).render(<Page />));
