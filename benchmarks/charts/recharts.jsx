import { createRoot } from 'react-dom/client';
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import { charts, times, values } from './day.js';
import { measured } from './measured.js';

// Recharts takes one object a point. Making them is not counted.
const data = times.map((time, at) => ({
  time,
  utilization: values.utilization[at],
  memory: values.memory[at],
  temperature: values.temperature[at],
}));

function Page() {
  return charts.map(({ key, colour }) => (
    <LineChart key={key} width={432} height={200} data={data}>
      <CartesianGrid strokeDasharray="3 3" />
      <XAxis dataKey="time" type="number" domain={['dataMin', 'dataMax']} />
      <YAxis domain={[0, 100]} />
      <Tooltip />
      <Line type="linear" dataKey={key} stroke={colour} dot={false} isAnimationActive={false} />
    </LineChart>
  ));
}

measured(() => createRoot(document.getElementById('root')).render(<Page />));
