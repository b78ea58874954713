import { isUnknown } from "../shared/values.ts";
import { isObject } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";

/**
 * A rule that the provider itself enforces, in AWS's place: it checks the inputs before it asks AWS, so a preview is refused
 * too.
 */
export interface InputRule {
  /** Such as `target-group-name-shape`. */
  name: string;
  /** The page that states the rule. */
  source: string;
  type: string;
  /** The property's name; or a path to it, such as `healthCheck.path`, through objects and lists. */
  property: string;
  /** What the provider objects to in the value, in its own words; nothing if it is fine. Numbers are passed as text. */
  problems(value: string, inputs: Properties): string[];
}

/** What the rules object to in the inputs. What is not known yet is not checked. */
export function broken(
  rules: readonly InputRule[],
  type: string,
  inputs: Properties,
): { property: string; problem: string; rule: InputRule }[] {
  return rules
    .filter((rule) => rule.type === type)
    .flatMap((rule) =>
      valuesAt(inputs, rule.property.split(".")).flatMap(({ property, value }) =>
        rule.problems(value, inputs).map((problem) => ({ property, problem, rule })),
      ),
    );
}

/** The texts and numbers at the end of a path, each with where it is. */
function valuesAt(
  value: Value | undefined,
  path: readonly string[],
  property = "",
): { property: string; value: string }[] {
  if (value === undefined || isUnknown(value)) return [];
  if (Array.isArray(value))
    return value.flatMap((member, index) => valuesAt(member, path, `${property}[${index}]`));
  const [step, ...rest] = path;
  if (step === undefined)
    return typeof value === "string" || typeof value === "number" ? [{ property, value: String(value) }] : [];
  return isObject(value) ? valuesAt(value[step], rest, property === "" ? step : `${property}.${step}`) : [];
}
