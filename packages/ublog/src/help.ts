import { wrap } from "@ublog/terminal/table";
import type { Group } from "./verbs.ts";

/** All verbs by group, wrapped to a width. */
export function help(groups: readonly Group[], width: number): string {
  const names = groups.flatMap(({ verbs }) => verbs.map(({ name }) => name));
  const column = Math.max(...names.map((name) => name.length)) + 4;
  const entry = (name: string, text: string) =>
    wrap(text, width, `  ${name}`.padEnd(column), " ".repeat(column));
  return [
    "Usage: ublog <verb> [arguments]",
    "",
    ...wrap("What this repository can do. `ublog <verb> --help` has a verb's arguments and options.", width),
    ...groups.flatMap(({ title, about, verbs }) => [
      "",
      `${title}: ${about}`,
      ...verbs.flatMap(({ name, description }) => entry(name, description)),
    ]),
    "",
    "Exit codes:",
    ...groups.flatMap(({ title, exitCodes }) => entry(title, exitCodes)),
    ...entry("ublog", "2 it has no such verb."),
  ].join("\n");
}
