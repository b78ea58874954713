/** Five fields of cron as AWS writes them; undefined for what isn't five fields that it knows. */
export function awsCron(schedule: string): string | undefined {
  const fields = schedule.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (
    fields.length !== 5 ||
    minute === undefined ||
    hour === undefined ||
    day === undefined ||
    month === undefined ||
    weekday === undefined
  )
    return undefined;
  if (!fields.every((field) => /^[\dA-Za-z*,/-]+$/.test(field))) return undefined;
  // AWS starts steps at a number: `0/15`, not `*/15`.
  const step = (field: string) => field.replace(/^\*\//, "0/");
  // AWS counts the days of the week from 1, Sunday, and wants a question mark for one of the two.
  const week = weekday.replace(/(?<!\/)\b[0-7]\b/g, (day_) => String((Number(day_) % 7) + 1));
  if (weekday === "*")
    return `cron(${step(minute)} ${step(hour)} ${day.replace(/^\*\//, "1/")} ${month.replace(/^\*\//, "1/")} ? *)`;
  if (day !== "*") return undefined;
  return `cron(${step(minute)} ${step(hour)} ? ${month.replace(/^\*\//, "1/")} ${week} *)`;
}
