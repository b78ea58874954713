import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { matchesNot } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const shapes: readonly InputShape[] = [
  {
    name: "certificate-domain-name-shape",
    type: "aws:acm/certificate:Certificate",
    property: "domainName",
    field: "domain_name",
    shapes: [matchesNot(/\.$/, "cannot end with a period")],
    source: `${api}/acm/latest/APIReference/API_RequestCertificate.html`,
  },
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
