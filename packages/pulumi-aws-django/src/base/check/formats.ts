/** Whether the text is the ARN of a KMS key, in that region where one is given. An alias isn't. */
export function isKeyArn(text: string, region = "[a-z0-9-]+"): boolean {
  return new RegExp(`^arn:aws[a-z-]*:kms:${region}:\\d{12}:key/[A-Za-z0-9-]+$`).test(text);
}

/** Whether the text is the ARN of a web ACL of that region and scope. */
export function isWebAclArn(text: string, region: string, scope: "global" | "regional"): boolean {
  return new RegExp(`^arn:aws[a-z-]*:wafv2:${region}:\\d{12}:${scope}/webacl/[\\w-]+/[0-9a-f-]+$`).test(text);
}

const TIME = "([01]\\d|2[0-3]):[0-5]\\d";
const DAY = "(mon|tue|wed|thu|fri|sat|sun)";
const WEEK = 7 * 24 * 60;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Minutes from the start to the end of a daily window (`03:00-04:00`), across midnight if needed. Undefined if it isn't one. */
export function dailyWindowLength(text: string): number | undefined {
  if (!new RegExp(`^${TIME}-${TIME}$`).test(text)) return undefined;
  const [start = "", end = ""] = text.split("-");
  return (minutesOf(end) - minutesOf(start) + 24 * 60) % (24 * 60);
}

/** Minutes from the start to the end of a weekly window (`sun:04:30-sun:05:30`). Undefined if it isn't one. */
export function weeklyWindowLength(text: string): number | undefined {
  if (!new RegExp(`^${DAY}:${TIME}-${DAY}:${TIME}$`).test(text)) return undefined;
  const [start = "", end = ""] = text.split("-");
  return (weekMinutesOf(end) - weekMinutesOf(start) + WEEK) % WEEK;
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

function weekMinutesOf(time: string): number {
  return DAYS.indexOf(time.slice(0, 3)) * 24 * 60 + minutesOf(time.slice(4));
}

/** Whether a daily and a weekly window have a minute in common. Both must be windows. */
export function windowsOverlap(daily: string, weekly: string): boolean {
  const [dailyStart = ""] = daily.split("-");
  const [weeklyStart = ""] = weekly.split("-");
  const dailyLength = dailyWindowLength(daily) ?? 0;
  const weeklyLength = weeklyWindowLength(weekly) ?? 0;
  // From one start to the other, across the end of the week: they overlap if that is less than the first one's length.
  return DAYS.some((_, day) => {
    const start = day * 24 * 60 + minutesOf(dailyStart);
    const apart = (weekMinutesOf(weeklyStart) - start + WEEK) % WEEK;
    return apart < dailyLength || WEEK - apart < weeklyLength || apart === 0;
  });
}
