import * as pulumi from "@pulumi/pulumi";
import { plainValue } from "./inputs.ts";
import type { Problem } from "./problem.ts";

export type { Problem };

/** A value that can't be used: “is 12. Write …”. */
export function wrongValue(path: string, value: unknown, remedy: string): Problem {
  return { path, reason: `is ${JSON.stringify(value)}. ${remedy}` };
}

/** The problem, as a list, where a value is given and does not pass. The value of an output isn't known yet and passes. */
export function checkValue<T>(
  path: string,
  input: pulumi.Input<T> | undefined,
  passes: (value: T) => boolean,
  remedy: string,
): Problem[] {
  const value = plainValue(input);
  return value === undefined || passes(value) ? [] : [wrongValue(path, value, remedy)];
}

/** As checkValue, for one of the values of a choice. */
export function checkChoice<T extends string>(
  path: string,
  value: T | undefined,
  choices: Record<string, T>,
): Problem[] {
  const names = Object.values(choices);
  const listed = names.map((name) => JSON.stringify(name)).join(", ");
  return checkValue<T>(path, value, (v) => names.includes(v), `Write one of ${listed}.`);
}

/** As checkValue, for a whole number from `min` to `max`. */
export function checkInteger(
  path: string,
  input: pulumi.Input<number> | undefined,
  min: number,
  max: number,
): Problem[] {
  const passes = (value: number) => Number.isInteger(value) && value >= min && value <= max;
  return checkValue(path, input, passes, `Write a whole number from ${min} to ${max}.`);
}

/** An error for the person who wrote the arguments: every problem with its path, no stack trace. */
export class ArgumentsError extends pulumi.InputPropertiesError {
  /** Has the Pulumi runtime print no stack trace: the message says it all. */
  readonly __pulumiRunError = true;

  constructor(component: string, problems: readonly Problem[]) {
    super({
      message: `${component} can't be made:\n${problems.map((p) => `  ${p.path}: ${p.reason}`).join("\n")}`,
      errors: problems.map((p) => ({ propertyPath: p.path, reason: p.reason })),
    });
  }
}

/** Throws an ArgumentsError where there are problems. Called before the first resource is registered. */
export function refuse(component: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ArgumentsError(component, problems);
}

/** Warns of what will be wrong one day, or costs more than it seems: the program goes on. */
export function warn(component: pulumi.Resource, problems: readonly Problem[]): void {
  for (const { path, reason } of problems) void pulumi.log.warn(`${path}: ${reason}`, component);
}

/**
 * Checks the arguments again when all outputs in them are known, and ends the program if there are problems.
 * Resources that don't wait for that output may be made or changed by then.
 */
export function refuseLater<T>(component: string, args: T, check: (args: T) => Problem[]): void {
  pulumi.output(args).apply((known) => refuse(component, check(known as T)));
}
