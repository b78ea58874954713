import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { choice } from "../../rules/inputs.ts";

const shapes: readonly InputShape[] = [
  choice(
    "ssm-parameter-type",
    "aws:ssm/parameter:Parameter",
    "type",
    "systems-manager/latest/APIReference/API_PutParameter",
    ["String", "StringList", "SecureString"],
  ),
  choice(
    "ssm-parameter-tier",
    "aws:ssm/parameter:Parameter",
    "tier",
    "systems-manager/latest/APIReference/API_PutParameter",
    ["Standard", "Advanced", "Intelligent-Tiering"],
  ),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
