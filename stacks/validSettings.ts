import type { Problem } from "pulumi-aws-django";
import type * as z from "zod";

type Values = Record<string, unknown>;

/** The settings without those whose name or type is wrong; undefined if those are required. */
export function validSettings(validator: z.ZodType, values: Values): Values | undefined {
  const issues = validator.safeParse(values).error?.issues ?? [];
  const rest = structuredClone(values);
  for (const issue of issues) {
    const wrong =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of wrong) remove(rest, path);
  }
  return validator.safeParse(rest).success ? rest : undefined;
}

function remove(values: Values, path: readonly PropertyKey[]): void {
  const inside = path
    .slice(0, -1)
    .reduce<unknown>((part, key) => (part as Values | undefined)?.[String(key)], values);
  const last = path.at(-1);
  if (typeof inside === "object" && inside !== null && last !== undefined)
    Reflect.deleteProperty(inside, last);
}

/**
 * The problems of values that are independent of those of names and types: where a part of a setting was left out, values may seem
 * to clash, and what is missing may only be misspelt.
 */
export function withoutConsequences(ofValues: readonly Problem[], ofShape: readonly Problem[]): Problem[] {
  if (ofShape.length === 0) return [...ofValues];
  const settings = new Set(ofShape.map(({ path }) => settingOf(path)));
  return ofValues.filter(
    ({ path, reason }) => !settings.has(settingOf(path)) && !reason.startsWith("is missing"),
  );
}

const settingOf = (path: string): string => /^[^.[]*/.exec(path)?.[0] ?? path;
