// A day at one second of three series as hardware gives them: whole per cent and degrees, tenths.
const seconds = 86_400;
const start = 1_760_000_000;

function noise(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function walk(seed, least, most, step, digits) {
  const random = noise(seed);
  const unit = 10 ** digits;
  let value = (least + most) / 2;
  return Array.from({ length: seconds }, (_, second) => {
    const idle = second % 5400 < 900 ? 0.3 : 1;
    value = Math.min(most, Math.max(least, value + (random() - 0.5) * step));
    return Math.round(value * idle * unit) / unit;
  });
}

export const charts = [
  { key: 'utilization', title: 'Utilization', colour: '#a78bfa', unit: 'percent' },
  { key: 'memory', title: 'Memory Usage', colour: '#3b82f6', unit: 'percent' },
  { key: 'temperature', title: 'Temperature', colour: '#f59e0b', unit: 'celsius' },
];
export const times = Array.from({ length: seconds }, (_, second) => start + second);
export const values = {
  utilization: walk(1, 20, 100, 9, 0),
  memory: walk(2, 40, 80, 0.6, 1),
  temperature: walk(3, 35, 80, 2, 0),
};
