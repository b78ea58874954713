import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { setting } from "../../rules/inputs.ts";
import { anyOf, atMost, oneOf, unless, within } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const shapes: readonly InputShape[] = [
  {
    name: "secret-name-shape",
    type: "aws:secretsmanager/secret:Secret",
    property: "name",
    shapes: [
      unless(
        /^[0-9A-Za-z/_+=.@-]+$/,
        "only alphanumeric characters and /_+=.@- special characters are allowed in %q",
      ),
      atMost(512, "%q cannot be greater than 512 characters"),
    ],
    source: `${api}/secretsmanager/latest/apireference/API_CreateSecret.html`,
  },
  setting(
    "secret-recovery-window",
    "aws:secretsmanager/secret:Secret",
    "recoveryWindowInDays",
    anyOf(within(7, 30), oneOf([0])),
    `${api}/secretsmanager/latest/apireference/API_DeleteSecret.html`,
  ),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
