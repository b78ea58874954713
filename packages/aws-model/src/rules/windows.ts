const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const day = 24 * 60;
const week = 7 * day;

/** Minutes from the beginning of the week to both ends of a window such as `sun:04:30-sun:05:30`. */
function weekly(window: string): [start: number, length: number] | undefined {
  const ends = window
    .toLowerCase()
    .split("-")
    .map((end) => {
      const [name = "", hours, minutes] = end.split(":");
      return days.indexOf(name) * day + Number(hours) * 60 + Number(minutes);
    });
  const [start = Number.NaN, end = Number.NaN] = ends;
  return Number.isNaN(start + end) ? undefined : [start, (end - start + week) % week];
}

/** How many minutes a window takes, weekly (`sun:04:30-sun:05:30`) or daily (`03:00-04:00`); undefined for anything else. */
export function windowLength(window: string): number | undefined {
  if (/[a-z]/i.test(window)) return weekly(window)?.[1];
  const length = weekly(`mon:${window.replace("-", "-mon:")}`)?.[1];
  return length === undefined ? undefined : length % day;
}

/** Whether a daily and a weekly window have a minute in common. */
export function windowsMeet(everyDay: string, everyWeek: string): boolean {
  const maintenance = weekly(everyWeek);
  const backup = weekly(`mon:${everyDay.replace("-", "-mon:")}`);
  if (!maintenance || !backup) return false;
  const [start, length] = maintenance;
  return days.some((_name, index) => {
    const apart = (start - backup[0] - index * day + 2 * week) % week;
    return apart < backup[1] % day || week - apart < length;
  });
}
