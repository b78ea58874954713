import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { between, matches, type Shape } from "../../rules/shapes.ts";

const wafName: readonly Shape[] = [
  between(1, 128),
  matches(/^[0-9A-Za-z_-]+$/, "must contain only alphanumeric hyphen and underscore characters"),
];

const api = "https://docs.aws.amazon.com";

const shapes: readonly InputShape[] = [
  {
    name: "web-acl-name-shape",
    type: "aws:wafv2/webAcl:WebAcl",
    property: "name",
    shapes: wafName,
    source: `${api}/waf/latest/APIReference/API_CreateWebACL.html`,
  },
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
