import { type Deletion, inUseRule, isThere } from "../../rules/inUse.ts";
import type { Rule } from "../../rules/rule.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";
import { isUsed } from "../../rules/users.ts";
import { text } from "../../world/reading.ts";

const api = "https://docs.aws.amazon.com";

const uniqueNames: readonly UniqueName[] = [
  {
    type: "aws:wafv2/webAcl:WebAcl",
    by: ["name", "scope"],
    thing: "WAFv2 WebACL",
    service: "WAFV2",
    operation: "CreateWebACL",
    code: "WAFDuplicateItemException",
    message: () =>
      "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
    reference: `${api}/waf/latest/APIReference`,
  },
];

const deletions: readonly Deletion[] = [
  {
    name: "web-acl-in-use",
    source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html",
    type: "aws:wafv2/webAcl:WebAcl",
    usedBy: (change) =>
      isThere(
        change,
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        ({ state }) => state.webAclArn === change.state.arn,
      ) || isUsed(change, ({ webAclId }) => text(webAclId) !== "" && webAclId === change.state.arn),
    refusal: ({ id }) => ({
      doing: `deleting WAFv2 WebACL (${id})`,
      answer: { service: "WAFV2", operation: "DeleteWebACL", code: "WAFAssociatedItemException" },
      message:
        "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
    }),
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [...uniqueNames.map(uniqueNameRule), ...deletions.map(inUseRule)];
