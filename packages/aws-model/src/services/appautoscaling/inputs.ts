import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { between } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const shapes: readonly InputShape[] = [
  {
    name: "scaling-policy-name-shape",
    type: "aws:appautoscaling/policy:Policy",
    property: "name",
    shapes: [between(0, 255)],
    source: `${api}/autoscaling/application/APIReference/API_PutScalingPolicy.html`,
  },
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
