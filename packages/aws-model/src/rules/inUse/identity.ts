import { records, texts } from "../../world/reading.ts";
import { type Deletion, isThere } from "./deletion.ts";

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

export const identityDeletions: readonly Deletion[] = [
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
