import { StaticFiles } from "../../contracts/deployTargets.ts";
import { checkChoice, checkInteger, checkValue, type Problem, wrongValue } from "../../shared/errors.ts";
import { checkLogRetention } from "../../shared/logRetention.ts";
import { AppImage, Architecture, Capacity, ContainerInsights, type DjangoAppArgs } from "../args.ts";
import { has } from "../plan/parts.ts";
import { BANDS } from "../plan/priorities.ts";
import { type AppSettings, processesOf } from "../plan/processes.ts";
import { MAX_REQUEST_TIMEOUT } from "../plan/timeouts.ts";
import { checkCredentials } from "./containers.ts";

/** Choices that don't exist. */
export function checkChoices(args: AppSettings): Problem[] {
  return [
    ...checkChoice("capacity", args.capacity, Capacity),
    ...checkChoice("architecture", args.architecture, Architecture),
    ...checkChoice("containerInsights", args.containerInsights, ContainerInsights),
    ...checkChoice("django.static", args.django?.static, StaticFiles),
    ...processesOf(args).flatMap(([path, { architecture, capacity }]) => [
      ...checkChoice(`${path}.architecture`, architecture, Architecture),
      ...checkChoice(`${path}.capacity`, capacity, Capacity),
    ]),
    ...Object.entries(args.services ?? {}).flatMap(([name, { image }]) =>
      checkChoice(`services.${name}.image`, image, AppImage),
    ),
  ];
}

/** Settings of the app as a whole. */
export function checkSettings(args: AppSettings): Problem[] {
  const { logs, routing, alarms } = args;
  return [
    ...checkInteger("requestTimeoutSeconds", args.requestTimeoutSeconds, 1, MAX_REQUEST_TIMEOUT),
    ...checkInteger("routing.band", routing?.band, 0, BANDS - 1),
    ...checkLogRetention("logs.retentionDays", logs?.retentionDays),
    ...(has("alarms", args) ? checkAlarms(alarms) : []),
    ...checkCredentials("django.repositoryCredentialsArn", args.django?.repositoryCredentialsArn),
    ...checkCredentials("frontend.repositoryCredentialsArn", args.frontend?.repositoryCredentialsArn),
  ];
}

function checkAlarms(alarms: DjangoAppArgs["alarms"]): Problem[] {
  if (alarms === undefined) return [];
  const problems: Problem[] = [
    ...checkInteger("alarms.errorsPerFiveMinutes", alarms.errorsPerFiveMinutes, 1, 1_000_000),
    ...checkInteger("alarms.cpuPercent", alarms.cpuPercent, 1, 100),
    ...checkInteger("alarms.memoryPercent", alarms.memoryPercent, 1, 100),
    ...checkInteger("alarms.databaseStorageGiB", alarms.databaseStorageGiB, 1, 65_536),
    ...checkInteger("alarms.databaseConnections", alarms.databaseConnections, 1, 1_000_000),
    ...checkValue(
      "alarms.topicArn",
      alarms.topicArn,
      (arn) => /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/.test(arn),
      'Write the ARN of an SNS topic: "arn:aws:sns:<region>:<account>:<name>".',
    ),
    ...(alarms.emails ?? []).flatMap((email, i) =>
      checkValue(
        `alarms.emails[${i}]`,
        email,
        (text) => /^\S+@\S+\.\S+$/.test(text),
        "Write a mail address.",
      ),
    ),
  ];
  if (alarms.topicArn === undefined || alarms.emails === undefined) return problems;
  const reason =
    "is given together with topicArn: only the topic that the app makes can have subscribers from here. Take out one of the two.";
  return [...problems, { path: "alarms.emails", reason }];
}

/** The opening hours. */
export function checkOpeningHours(args: AppSettings): Problem[] {
  if (!has("openingHours", args)) return [];
  const { start, stop, timeZone } = args.openingHours ?? {};
  return [
    ...checkTime("openingHours.start", start),
    ...checkTime("openingHours.stop", stop),
    ...(start !== undefined && isTime(start) && start === stop
      ? [wrongValue("openingHours.stop", stop, "Write another time than `start`, or `enabled: false`.")]
      : []),
    ...checkTimeZone("openingHours.timeZone", timeZone),
  ];
}

function checkTime(path: string, time: string | undefined): Problem[] {
  const remedy = 'Write a time of day with two digits each: "07:30".';
  if (time === undefined) return [{ path, reason: `is missing. ${remedy}` }];
  return isTime(time) ? [] : [wrongValue(path, time, remedy)];
}

/** A time zone that AWS and this machine know. */
export function checkTimeZone(path: string, timeZone: string | undefined): Problem[] {
  return checkValue(path, timeZone, isTimeZone, 'Write a name of the IANA database: "Europe/Berlin".');
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return !/^[+-]/.test(text);
  } catch {
    return false;
  }
}

/** When something happens, as EventBridge Scheduler and Application Auto Scaling read it. */
export function checkSchedule(path: string, schedule: string): Problem[] {
  const forms = [
    /^cron\(\S+ \S+ \S+ \S+ \S+ \S+\)$/,
    /^rate\([1-9]\d* (minute|hour|day)s?\)$/,
    /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/,
  ];
  const remedy =
    'Write "cron(<minutes> <hours> <day of month> <month> <day of week> <year>)" with ? for one of the two days, "rate(1 hour)" or "at(2030-01-01T00:00:00)".';
  const fits =
    typeof schedule === "string" && forms.some((form) => form.test(schedule)) && hasOneDay(schedule);
  return fits ? [] : [wrongValue(path, schedule, remedy)];
}

/** In a cron expression one of day of month and day of week must be ?. */
function hasOneDay(schedule: string): boolean {
  if (!schedule.startsWith("cron(")) return true;
  const [, , dayOfMonth, , dayOfWeek] = schedule.slice("cron(".length, -1).split(" ");
  return (dayOfMonth === "?") !== (dayOfWeek === "?");
}

function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}
