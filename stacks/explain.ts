import { closestMatch } from "leven";
import * as z from "zod";

/** Something wrong with a value: where it is, and a sentence with what was given and what to write instead. */
export interface Problem {
  path: string;
  reason: string;
}

/** What `validator` has against `value`, in words; empty where it is right. Paths begin with `prefix`. */
export function problemsOf(validator: z.ZodType, value: unknown, prefix: string): Problem[] {
  const parsed = validator.safeParse(value);
  return parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => explain(issue, validator, value, prefix));
}

/** “Did you mean …?” for a name that is close to one of the names that exist; otherwise all of those. */
export function suggest(name: string, names: readonly string[]): string {
  const close = closestMatch(name, [...names], { maxDistance: Math.max(2, Math.floor(name.length / 3)) });
  return close === undefined ? `There are ${names.toSorted().join(", ")}.` : `Did you mean ${close}?`;
}

/** A value as it stands in a message. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

const wanted: Record<string, string> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a map of settings",
  record: "a map of names to values",
};

function explain(issue: z.core.$ZodIssue, validator: z.ZodType, value: unknown, prefix: string): Problem[] {
  const path = prefix + issue.path.join(".");
  const given = at(value, issue.path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const inside = issue.path.length === 0 ? prefix : `${path}.`;
      const names = namesAt(validator, issue.path).map((name) => inside + name);
      return issue.keys.map((key) => ({
        path: inside + key,
        reason: `there is no such setting. ${suggest(inside + key, names)}`,
      }));
    }
    case "invalid_value":
      return [{ path, reason: `${is(given)}. Write one of ${issue.values.map(show).join(", ")}.` }];
    case "invalid_type":
      if (given === undefined) {
        return [{ path, reason: `is missing. ${meaning(validatorAt(validator, issue.path))}` }];
      }
      return [{ path, reason: `${is(given)}. Write ${rewritten(issue.expected, given)}.` }];
    default:
      return [{ path, reason: `${is(given)}. ${issue.message}.` }];
  }
}

function is(given: unknown): string {
  if (given === null) return "is empty";
  if (Array.isArray(given)) return `is the list ${show(given)}`;
  if (typeof given === "object") return `is the map ${show(given)}`;
  return `is ${show(given)}, a ${typeof given}`;
}

function rewritten(expected: string, given: unknown): string {
  if (expected === "string" && (typeof given === "number" || typeof given === "boolean")) {
    return `"${given}", with quotes`;
  }
  if (
    expected === "number" &&
    typeof given === "string" &&
    given.trim() !== "" &&
    Number.isFinite(Number(given))
  ) {
    return `${Number(given)}, without quotes`;
  }
  if (expected === "boolean" && (given === "true" || given === "false")) return `${given}, without quotes`;
  return wanted[expected] ?? expected;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}

/** The validator of what is at a path inside of what `validator` takes. */
function validatorAt(validator: z.ZodType | undefined, path: readonly PropertyKey[]): z.ZodType | undefined {
  if (validator instanceof z.ZodOptional) return validatorAt(validator.unwrap() as z.ZodType, path);
  const [key, ...rest] = path;
  if (key === undefined) return validator;
  if (validator instanceof z.ZodObject) {
    const shape: Record<PropertyKey, z.ZodType> = validator.shape;
    return validatorAt(shape[key], rest);
  }
  if (validator instanceof z.ZodRecord) return validatorAt(validator.valueType as z.ZodType, rest);
  if (validator instanceof z.ZodArray) return validatorAt(validator.element as z.ZodType, rest);
  return undefined;
}

/** The settings of the object that is at a path. */
function namesAt(validator: z.ZodType, path: readonly PropertyKey[]): string[] {
  const found = validatorAt(validator, path);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

/** What a setting means: the first sentence of its documentation. */
function meaning(validator: z.ZodType | undefined): string {
  return /^.*?\.(?=\s|$)/.exec(validator?.description ?? "")?.[0] ?? "Write a value.";
}
