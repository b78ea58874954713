import { records, texts } from "../../world/reading.ts";
import type { Change } from "../rule.ts";
import { type Deletion, isThere } from "./deletion.ts";

const iam = "https://docs.aws.amazon.com/IAM/latest/APIReference";

const role = "aws:iam/role:Role";
const several = "aws:iam/policyAttachment:PolicyAttachment";
const attachments = ["role", "user", "group"].map((to) => {
  const kind = `${to.charAt(0).toUpperCase()}${to.slice(1)}PolicyAttachment`;
  return `aws:iam/${to}PolicyAttachment:${kind}`;
});

const isAttached = (change: Change, property: string): boolean =>
  attachments.some((type) => isThere(change, type, ({ state }) => state[property] === change.id));

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
      (isAttached(change, "role") ||
        isThere(change, several, ({ state }) => texts(state.roles).includes(change.id ?? ""))),
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
  {
    name: "policy-attached",
    source: `${iam}/API_DeletePolicy.html`,
    type: "aws:iam/policy:Policy",
    usedBy: (change) =>
      isAttached(change, "policyArn") ||
      isThere(change, several, ({ state }) => state.policyArn === change.id),
    refusal: conflict("Policy", "DeletePolicy", "Cannot delete a policy attached to entities."),
  },
];
