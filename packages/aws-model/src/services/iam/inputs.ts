import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { arn } from "../../rules/inputs.ts";
import { between, matches } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

/** The names of IAM, of at most this many characters. */
const iam = (kind: string, thing: string, most: number, operation: string): InputShape => ({
  name: `iam-${thing}-name-shape`,
  type: `aws:iam/${kind}`,
  property: "name",
  shapes: [between(1, most), matches(/^[\w+=,.@-]*$/, "must match [\\w+=,.@-]")],
  source: `${api}/IAM/latest/APIReference/API_${operation}.html`,
});

const shapes: readonly InputShape[] = [
  ...[
    ["user", "CreateUser"],
    ["group", "CreateGroup"],
  ].map(
    ([kind = "", operation = ""]): InputShape => ({
      name: `iam-${kind}-name-shape`,
      type: `aws:iam/${kind}:${operation.slice("Create".length)}`,
      property: "name",
      shapes: [
        matches(
          /^[0-9A-Za-z=,.@\-_+]+$/,
          "must only contain alphanumeric characters, hyphens, underscores, commas, periods, @ symbols, plus and equals signs",
        ),
      ],
      source: `${api}/IAM/latest/APIReference/API_${operation}.html`,
    }),
  ),
  iam("role:Role", "role", 64, "CreateRole"),
  iam("policy:Policy", "policy", 128, "CreatePolicy"),
  iam("instanceProfile:InstanceProfile", "instance-profile", 128, "CreateInstanceProfile"),
  iam("rolePolicy:RolePolicy", "role-policy", 128, "PutRolePolicy"),
  arn("policy-attachment-arn", "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn"),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
