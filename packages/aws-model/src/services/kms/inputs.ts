import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { unless, when } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const shapes: readonly InputShape[] = [
  {
    name: "kms-alias-shape",
    type: "aws:kms/alias:Alias",
    property: "name",
    shapes: [
      when(/^alias\/aws\//, "%q cannot begin with reserved AWS CMK prefix 'alias/aws/'"),
      unless(
        /^alias\/[0-9A-Za-z_/-]+$/,
        "%q must begin with 'alias/' and be comprised of only [0-9A-Za-z_/-]",
      ),
    ],
    source: `${api}/kms/latest/APIReference/API_CreateAlias.html`,
  },
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
