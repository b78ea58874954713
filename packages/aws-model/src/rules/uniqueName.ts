import type { Properties } from "../world/world.ts";
import type { Rule } from "./rule.ts";
import { isSame, isSameIgnoringCase, twin } from "./twin.ts";

/** A name that may exist once, and AWS's answer to the second. */
export interface UniqueName {
  type: string;
  /** The properties that are unique together; the first is the name. */
  by: readonly string[];
  /** True where names are the same to AWS that differ only in capitals. */
  ignoresCase?: boolean;
  /** What AWS fills in for those of them that are left out. */
  defaults?: Properties;
  /** What the provider calls the resource. */
  thing: string;
  /** What the rule is named after. Defaults to `thing`. */
  called?: string;
  /** True where the provider's messages leave out the name. */
  unnamed?: boolean;
  /** The service and operation as the SDK spells them. */
  service: string;
  operation: string;
  status?: number;
  code: string;
  message(name: string, region: string): string;
  /** The service's API reference. */
  reference: string;
}

/** Checked when one is made. */
export const uniqueNameRule = ({
  type,
  by,
  ignoresCase,
  defaults,
  thing,
  called = thing,
  unnamed,
  message,
  reference,
  ...answer
}: UniqueName): Rule => ({
  name: `${called.toLowerCase().replaceAll(" ", "-")}-name`,
  source: `${reference}/API_${answer.operation}.html`,
  applies: { types: [type], on: ["create"] },
  check: (change) => {
    const name = String(change.inputs[by[0] ?? ""]);
    const asked = { ...change, inputs: { ...defaults, ...change.inputs } };
    if (change.inputs.overwrite === true || !twin(asked, by, ignoresCase ? isSameIgnoringCase : isSame))
      return undefined;
    return {
      doing: unnamed ? `creating ${thing}` : `creating ${thing} (${name})`,
      answer,
      message: message(name, change.region),
    };
  },
});
