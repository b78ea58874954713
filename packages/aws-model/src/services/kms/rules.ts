import { account } from "../../facts/account.ts";
import type { Rule } from "../../rules/rule.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";

const api = "https://docs.aws.amazon.com";

const uniqueNames: readonly UniqueName[] = [
  {
    type: "aws:kms/alias:Alias",
    by: ["name"],
    thing: "KMS Alias",
    service: "KMS",
    operation: "CreateAlias",
    code: "AlreadyExistsException",
    message: (name, region) =>
      `An alias with the name arn:aws:kms:${region}:${account}:${name} already exists`,
    reference: `${api}/kms/latest/APIReference`,
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = uniqueNames.map(uniqueNameRule);
