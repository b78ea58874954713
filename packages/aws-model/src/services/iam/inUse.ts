import { type Deletion, inUseRule, isThere } from "../../rules/inUse.ts";
import type { Rule } from "../../rules/rule.ts";
import { records, texts } from "../../world/reading.ts";

const iam = "https://docs.aws.amazon.com/IAM/latest/APIReference";

const role = "aws:iam/role:Role";
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

const conflict =
  (thing: string, operation: string, message: string): Deletion["refusal"] =>
  ({ id }) => ({
    doing: `deleting IAM ${thing} (${id})`,
    answer: { service: "IAM", operation, status: 409, code: "DeleteConflict" },
    message,
  });

const deletions: readonly Deletion[] = [
  {
    name: "role-has-managed-policies",
    source: `${iam}/API_DeleteRole.html`,
    type: role,
    // The provider detaches what the role itself lists, and everything with `forceDetachPolicies`.
    usedBy: (change) =>
      change.state.forceDetachPolicies !== true &&
      texts(change.inputs.managedPolicyArns).length === 0 &&
      isThere(change, attachment, ({ state }) => state.role === change.id),
    refusal: conflict("Role", "DeleteRole", "Cannot delete entity, must detach all policies first."),
  },
  {
    name: "role-has-inline-policies",
    source: `${iam}/API_DeleteRole.html`,
    type: role,
    usedBy: (change) =>
      change.state.forceDetachPolicies !== true &&
      records(change.inputs.inlinePolicies).length === 0 &&
      isThere(change, "aws:iam/rolePolicy:RolePolicy", ({ state }) => state.role === change.id),
    refusal: conflict("Role", "DeleteRole", "Cannot delete entity, must delete policies first."),
  },
];

/** What can't be deleted while something uses it. */
export const inUseRules: readonly Rule[] = deletions.map(inUseRule);
