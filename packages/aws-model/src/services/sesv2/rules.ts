import type { Rule } from "../../rules/rule.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";

const api = "https://docs.aws.amazon.com";

const uniqueNames: readonly UniqueName[] = [
  {
    type: "aws:sesv2/emailIdentity:EmailIdentity",
    by: ["emailIdentity"],
    thing: "AWS SESv2 (Simple Email V2) Email Identity",
    called: "SESv2 Email Identity",
    service: "SESv2",
    operation: "CreateEmailIdentity",
    code: "AlreadyExistsException",
    message: (name) => `Email identity ${name} already exist.`,
    reference: `${api}/ses/latest/APIReference-V2`,
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = uniqueNames.map(uniqueNameRule);
