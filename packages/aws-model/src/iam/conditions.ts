import { fits, fitsArn } from "./patterns.ts";
import type { Statement } from "./policy.ts";

/**
 * What is known about a request, by condition key in small letters. `null` is known to be absent; about a key that isn't here
 * nothing is known.
 */
export type Context = Record<string, string | readonly string[] | null>;

type Test = (actual: string, wanted: string) => boolean;

const number =
  (compare: (a: number, b: number) => boolean): Test =>
  (actual, wanted) =>
    compare(Number(actual), Number(wanted));

const date =
  (compare: (a: number, b: number) => boolean): Test =>
  (actual, wanted) =>
    compare(Date.parse(actual), Date.parse(wanted));

/** The operators that are true when one of the values fits. Those with `Not` are their opposites. */
const tests: Record<string, Test> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: fits,
  ArnEquals: fitsArn,
  ArnLike: fitsArn,
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: number((a, b) => a === b),
  NumericLessThan: number((a, b) => a < b),
  NumericLessThanEquals: number((a, b) => a <= b),
  NumericGreaterThan: number((a, b) => a > b),
  NumericGreaterThanEquals: number((a, b) => a >= b),
  DateEquals: date((a, b) => a === b),
  DateLessThan: date((a, b) => a < b),
  DateLessThanEquals: date((a, b) => a <= b),
  DateGreaterThan: date((a, b) => a > b),
  DateGreaterThanEquals: date((a, b) => a >= b),
};

/** Whether all conditions hold; undefined if that depends on something unknown. */
export function hold(conditions: Statement["conditions"], context: Context): boolean | undefined {
  const results = conditions.map((condition) => holds(condition, context));
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

function holds(
  [operator, key, values]: Statement["conditions"][number],
  context: Context,
): boolean | undefined {
  const actual = context[key.toLowerCase()];
  if (actual === undefined) return undefined;
  if (operator === "Null") return values.includes(String(actual === null));
  const [, quantifier, name = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const isNegated = /^(String|Arn|Numeric|Date)Not/.test(name);
  const test = tests[name.replace(/^(String|Arn|Numeric|Date)Not/, "$1")];
  // Operators that aren't here are about addresses and bytes.
  if (test === undefined) return undefined;
  if (actual === null) return ifExists !== undefined || isNegated || quantifier === "ForAllValues";
  const wanted = values.map((value) => withVariables(value, context));
  if (wanted.includes(undefined)) return undefined;
  const fitsOne = (one: string) => wanted.some((value) => test(one, value ?? "")) !== isNegated;
  const all = typeof actual === "string" ? [actual] : actual;
  return quantifier === "ForAllValues" ? all.every(fitsOne) : all.some(fitsOne);
}

/** Puts what is known in the place of `${aws:PrincipalTag/team}` and the like. */
export function withVariables(text: string, context: Context): string | undefined {
  let isKnown = true;
  const result = text.replace(/\$\{([^}]+)\}/g, (_all, name: string) => {
    if (["*", "?", "$"].includes(name)) return name;
    const value = context[name.toLowerCase()];
    if (typeof value !== "string") isKnown = false;
    return String(value);
  });
  return isKnown ? result : undefined;
}
