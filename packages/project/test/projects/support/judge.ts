import { type Case, type Expectation, spellings } from "./cases.ts";
import type { Published } from "./published.ts";

/** What `init` writes out, whatever the project: whoever reads the stack file sees what holds, and not that μblog's own names do. */
const EXPLICIT = [
  "django.kit",
  "django.settingsModule",
  "django.static",
  "gunicorn.route.healthCheckPath",
  "gunicorn.route.paths",
  "update.command",
  "workers",
];

/** In what an environment differs from what is expected of a project: a line for each difference. */
export function differences(one: Case, stack: Published): string[] {
  return [
    ...stack.findings,
    ...settings(one, stack),
    ...same("processes", [...stack.processes].sort(), [...one.processes].sort()),
    ...(one.queues === undefined ? [] : same("queues", stack.queues, [...one.queues].sort())),
    ...commands(one, stack),
    ...routes(one, stack),
    ...variables(one, stack),
    ...(one.scheduled === undefined ? [] : same("scheduled", stack.scheduled, [one.scheduled])),
  ];
}

function settings(one: Case, stack: Published): string[] {
  const implicit = EXPLICIT.filter((path) => stack.setting(path) === undefined && !(path in one.settings));
  return [
    ...implicit.map((path) => `${path} isn't written out`),
    ...Object.entries(one.settings).flatMap(([path, expected]) =>
      setting(path, expected, stack.setting(path)),
    ),
  ];
}

function setting(path: string, expected: Expectation["settings"][string], given: unknown): string[] {
  const fits =
    typeof expected === "object" && "oneOf" in expected
      ? spellings(expected).includes(String(given))
      : isSame(given, expected);
  return fits ? [] : [`${path} is ${show(given)}, not ${show(expected)}`];
}

function commands(one: Case, stack: Published): string[] {
  const command = (process: string) =>
    process === "update" || stack.processes.includes(process)
      ? stack.container(process).command.join(" ")
      : "";
  return [
    ...Object.entries(one.commands).flatMap(([process, words]) =>
      words
        .filter((word) => !command(process).includes(word))
        .map((word) => `the command of ${process} has no ${word}: ${command(process)}`),
    ),
    ...Object.entries(one.without).flatMap(([process, words]) =>
      words
        .filter((word) => command(process).includes(word))
        .map((word) => `the command of ${process} has ${word}: ${command(process)}`),
    ),
  ];
}

function routes(one: Case, stack: Published): string[] {
  return Object.entries(one.routes).flatMap(([process, paths]) =>
    paths
      .filter((path) => stack.answers(path) !== process)
      .map((path) => `${path} goes to ${stack.answers(path) ?? "nobody"}, not to ${process}`),
  );
}

function variables(one: Case, stack: Published): string[] {
  const { environment } = stack.container("gunicorn");
  const mapped = Object.entries(one.environment).filter(([name]) => !one.optional.includes(name));
  return [
    ...mapped
      .filter(([name, from]) => environment[name] === undefined || environment[name] !== environment[from])
      .map(([name, from]) => `the container has no ${name}, which is ${from}`),
    ...Object.entries(one.plain)
      .filter(([name, value]) => environment[name] !== value)
      .map(([name, value]) => `${name} is ${show(environment[name])}, not ${value}`),
  ];
}

const same = (what: string, given: unknown, expected: unknown): string[] =>
  isSame(given, expected) ? [] : [`${what} ${show(given)}, not ${show(expected)}`];

const isSame = (a: unknown, b: unknown) => show(a) === show(b);

const show = (value: unknown): string => JSON.stringify(value) ?? "absent";
