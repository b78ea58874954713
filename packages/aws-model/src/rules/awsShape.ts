import { text } from "../world/reading.ts";
import type { Properties } from "../world/world.ts";
import type { Refusal, Rule } from "./rule.ts";
import { misshapen, type Shape } from "./shapes.ts";

/** What a property must look like for AWS to accept it; the provider doesn't check it. */
export interface AwsShape {
  name: string;
  type: string;
  property: string;
  /** What the provider calls the resource. */
  thing: string;
  /** True where the provider's messages leave out the name. */
  unnamed?: boolean;
  /** The property with the resource's own name. Defaults to `name`, or `property` where there is none. */
  called?: string;
  answer: NonNullable<Refusal["answer"]>;
  /** The operation that changes the property, where it can be changed. */
  update?: string;
  /** The property's name in AWS's messages. Defaults to `property`. */
  field?: string;
  shapes(inputs: Properties): readonly Shape[];
  source: string;
}

/** Checked when the thing is made, and when the property is changed. */
export const asRule = ({
  name,
  type,
  property,
  field = property,
  thing,
  unnamed,
  called = "name",
  answer,
  update,
  shapes,
  source,
}: AwsShape): Rule => ({
  name,
  source,
  applies: { types: [type], on: update === undefined ? ["create"] : ["create", "update"] },
  check: ({ action, inputs, state }) => {
    const value = inputs[property];
    if (typeof value !== "string" || (action === "update" && value === state[property])) return undefined;
    const [problem] = misshapen(shapes(inputs), value, field);
    if (problem === undefined) return undefined;
    const isNew = action === "create";
    const what = unnamed ? thing : `${thing} (${text(inputs[called]) || value})`;
    return {
      doing: `${isNew ? "creating" : "updating"} ${what}`,
      answer: { ...answer, operation: isNew ? answer.operation : (update ?? answer.operation) },
      message: problem,
    };
  },
});

/** How most services of AWS word what a field of a request must match. */
export const constraint = (pattern: RegExp): Shape =>
  must(pattern, `satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`);

export const longest = (most: number): Shape =>
  must(new RegExp(`^[\\s\\S]{0,${most}}$`), `have length less than or equal to ${most}`);

const must =
  (pattern: RegExp, duty: string): Shape =>
  (value, field) =>
    pattern.test(value)
      ? undefined
      : `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: Member must ${duty}`;
