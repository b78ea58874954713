import type { Rule } from "../rule.ts";
import { isSame, isSameIgnoringCase, twin } from "./twin.ts";
import { uniqueNames } from "./uniqueNames.ts";

/** Names that may be there once. */
export const nameRules: readonly Rule[] = uniqueNames.map(
  ({ type, by, ignoresCase, defaults, thing, called = thing, unnamed, message, reference, ...answer }) => ({
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
  }),
);
