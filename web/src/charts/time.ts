const minute = 60;
const day = 86_400;

const two = (value: number) => String(value).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
// `Intl` would take milliseconds to begin with.
const dateOf = (moment: Date) => `${months[moment.getMonth()]} ${moment.getDate()}`;

/// Labels of the ticks of a time axis, in the browser's time zone: HH:MM, with seconds where ticks
/// are closer than a minute, and the date where a day begins.
export function timeTicks(times: readonly number[], distance: number): string[] {
  return times.map((time) => {
    const moment = new Date(time * 1000);
    const midnight = moment.getHours() === 0 && moment.getMinutes() === 0;
    if (distance >= day || (midnight && moment.getSeconds() === 0)) return dateOf(moment);
    return clock(moment, distance < minute);
  });
}

/// A moment in full: `Oct 16, 09:52:30`.
export function formatMoment(time: number): string {
  const moment = new Date(time * 1000);
  return `${dateOf(moment)}, ${clock(moment, true)}`;
}

/// A stretch of time; the date only where it is not the same on both ends or not `now`'s.
export function formatStretch(from: number, to: number, now = Date.now() / 1000): string {
  const [start, end, today] = [from, to, now].map((time) => new Date(time * 1000)) as [
    Date,
    Date,
    Date,
  ];
  const sameDay = start.toDateString() === end.toDateString();
  const seconds = to - from < 10 * minute;
  const dated = !sameDay || start.toDateString() !== today.toDateString();
  const left = `${dated ? `${dateOf(start)}, ` : ''}${clock(start, seconds)}`;
  return `${left} – ${sameDay ? '' : `${dateOf(end)}, `}${clock(end, seconds)}`;
}

function clock(moment: Date, seconds: boolean): string {
  const text = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  return seconds ? `${text}:${two(moment.getSeconds())}` : text;
}
