import type { Case } from "./cases.ts";
import { KIT_LINES } from "./check.ts";

/** What a person would have to be told about a project, and isn't. Lines may break anywhere. */
export function unsaid(one: Case, printed: string): string[] {
  const output = printed.replace(/\s+/g, " ");
  const lines = one.refused ? [] : [...KIT_LINES, "django-ecs-kit"];
  const names = Object.keys(one.given);
  return [
    ...[...lines, ...names].filter((text) => !output.includes(text)),
    ...one.says.filter((pattern) => !new RegExp(pattern).test(output)),
  ];
}

/** The extras of the kit that a person is told to install. */
export function extrasSaid(output: string): string[] {
  const [, extras = ""] = /django-ecs-kit\[([^\]]*)\]/.exec(output) ?? [];
  return extras.split(",").map((extra) => extra.trim());
}
