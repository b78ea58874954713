import { looksSecret, type Problem } from "pulumi-aws-django";
import * as z from "zod";
import { derived, renamed } from "./renamed.ts";
import { suggest } from "./suggest.ts";
import { componentWith } from "./validator.ts";

/** What `validator` finds wrong with `value`, in words; empty if it is right. Paths begin with `prefix`. */
export function problemsOf(
  validator: z.ZodType,
  value: unknown,
  prefix: string,
  isSecret: IsSecret = () => false,
): Problem[] {
  const parsed = validator.safeParse(value);
  return parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => explain(issue, validator, value, prefix, isSecret));
}

/** Whether the setting at a path is a secret as a whole, whatever it is called. */
export type IsSecret = (path: readonly PropertyKey[]) => boolean;

/** A value as a message shows it. */
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

function explain(
  issue: z.core.$ZodIssue,
  validator: z.ZodType,
  value: unknown,
  prefix: string,
  isSecret: IsSecret,
): Problem[] {
  const path = prefix + issue.path.join(".");
  const given = at(value, issue.path);
  const hidden = isSecret(issue.path) || holdsSecret(issue.path, given);
  switch (issue.code) {
    case "unrecognized_keys": {
      const inside = issue.path.length === 0 ? prefix : `${path}.`;
      const names = namesAt(validator, issue.path);
      return issue.keys.map((key) => {
        const group = issue.path.join(".");
        const now = renamed(group, key, names);
        const remedy =
          derived(group, key) ??
          ofOtherStack(group, key) ??
          (now === undefined ? suggest(key, names, inside) : `Did you mean ${inside}${now}?`);
        return { path: inside + key, reason: `there is no such setting. ${remedy}` };
      });
    }
    case "invalid_value":
      return [{ path, reason: `${is(given, hidden)}. Write one of ${issue.values.map(show).join(", ")}.` }];
    case "invalid_type":
      if (given === undefined) {
        return [{ path, reason: `is missing. ${meaning(validatorAt(validator, issue.path))}` }];
      }
      // A part is turned on and off by a setting of its own.
      if (typeof given === "boolean" && namesAt(validator, issue.path).includes("enabled")) {
        return [{ path, reason: `${is(given, hidden)}. Write ${path}.enabled: ${given}.` }];
      }
      // What was meant for the only setting of a group.
      if (!hidden && fitsOnlySetting(validator, issue.path, given)) {
        const [name] = namesAt(validator, issue.path);
        return [{ path, reason: `${is(given, hidden)}. Write ${path}.${name}: ${given}.` }];
      }
      return [{ path, reason: `${is(given, hidden)}. Write ${rewritten(issue.expected, given, hidden)}.` }];
    default:
      return [{ path, reason: `${is(given, hidden)}. ${issue.message}.` }];
  }
}

function fitsOnlySetting(validator: z.ZodType, path: readonly PropertyKey[], given: unknown): boolean {
  const [name, ...others] = namesAt(validator, path);
  if (name === undefined || others.length > 0) return false;
  return validatorAt(validator, [...path, name])?.safeParse(given).success === true;
}

/** Where a setting belongs that is none here, but an argument of the other component. */
function ofOtherStack(group: string, key: string): string | undefined {
  const component = group === "" ? componentWith(key) : undefined;
  if (component === undefined) return undefined;
  return `It is a setting of ${component === "DjangoApp" ? "an app" : "a base"} stack.`;
}

/** Settings that hold secrets, or plain settings that people take for them, at every level of an app. */
const OF_SECRETS: readonly PropertyKey[] = ["secrets", "secretValues"];

/** Whether a secret could be read in a value: it is in a setting for them, or has the name or the form of one. */
function holdsSecret(path: readonly PropertyKey[], value: unknown): boolean {
  if (path.some((part) => OF_SECRETS.includes(part))) return true;
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).some(([key, part]) => holdsSecret([...path, key], part));
  }
  return looksSecret(String(path.at(-1)), String(value));
}

function is(given: unknown, hidden: boolean): string {
  if (given === null) return "is empty";
  const kind = Array.isArray(given) ? "list" : typeof given === "object" ? "map" : typeof given;
  if (hidden) return `is a ${kind}, which isn't shown because it may be a secret`;
  return kind === "list" || kind === "map" ? `is the ${kind} ${show(given)}` : `is ${show(given)}, a ${kind}`;
}

function rewritten(expected: string, given: unknown, hidden: boolean): string {
  if (hidden) return wanted[expected] ?? expected;
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

/** The validator for what is at a path inside what `validator` takes. */
export function validatorAt(
  validator: z.ZodType | undefined,
  path: readonly PropertyKey[],
): z.ZodType | undefined {
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
