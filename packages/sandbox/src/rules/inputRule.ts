import { isUnknown } from "../provider/values.ts";
import type { Properties } from "../world/world.ts";

/**
 * A rule that the provider itself keeps, in AWS's stead: it looks at the inputs before it asks AWS, so a preview is refused
 * too.
 */
export interface InputRule {
  /** Such as `target-group-name-shape`. */
  name: string;
  /** The page that states the rule. */
  source: string;
  type: string;
  property: string;
  /** What the provider has against the value, in its own words; nothing when it is fine. Numbers come as text. */
  problems(value: string, inputs: Properties): string[];
}

/** What the rules have against the inputs. What is not known yet is not looked at. */
export function broken(
  rules: readonly InputRule[],
  type: string,
  inputs: Properties,
): { property: string; problem: string; rule: InputRule }[] {
  return rules
    .filter((rule) => rule.type === type)
    .flatMap((rule) => {
      const { property } = rule;
      const value = inputs[property];
      if ((typeof value !== "string" && typeof value !== "number") || isUnknown(value)) return [];
      return rule.problems(String(value), inputs).map((problem) => ({ property, problem, rule }));
    });
}
