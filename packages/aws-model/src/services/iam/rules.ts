import { creating } from "../../rules/bytes.ts";
import { type Quota, quotaRule } from "../../rules/quota.ts";
import type { Refusal, Rule } from "../../rules/rule.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";
import { records, text } from "../../world/reading.ts";

const api = "https://docs.aws.amazon.com";

/** IAM doesn't count the white space of a policy. */
const policyLength = (policy: string): number => policy.replaceAll(/\s/g, "").length;

const refusedByIam = (operation: string, message: string): Omit<Refusal, "doing"> => ({
  answer: { service: "IAM", operation, status: 409, code: "LimitExceeded" },
  message,
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names */
const iam = {
  service: "IAM",
  ignoresCase: true,
  status: 409,
  code: "EntityAlreadyExists",
  reference: `${api}/IAM/latest/APIReference`,
};

const ofIam = `${api}/IAM/latest/UserGuide/reference_iam-quotas.html`;

const uniqueNames: readonly UniqueName[] = [
  {
    ...iam,
    type: "aws:iam/role:Role",
    by: ["name"],
    thing: "IAM Role",
    operation: "CreateRole",
    message: (name) => `Role with name ${name} already exists.`,
  },
  {
    ...iam,
    type: "aws:iam/policy:Policy",
    by: ["name", "path"],
    thing: "IAM Policy",
    operation: "CreatePolicy",
    message: (name) => `A policy called ${name} already exists. Duplicate names are not allowed.`,
  },
  {
    ...iam,
    type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    by: ["url"],
    thing: "IAM OIDC Provider",
    unnamed: true,
    operation: "CreateOpenIDConnectProvider",
    message: (url) => `Provider with url ${url} already exists.`,
  },
];

const quotas: readonly Quota[] = [
  {
    name: "quota-policies-of-role",
    source: ofIam,
    limit: 10,
    types: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
    count: ({ type, inputs, world }) =>
      new Set(
        [inputs, ...world.resources(type).map(({ state }) => state)]
          .filter(({ role }) => role === inputs.role)
          .map(({ policyArn }) => policyArn),
      ).size,
    refusal: ({ inputs }) => ({
      doing: `attaching IAM Policy (${inputs.policyArn}) to IAM Role (${inputs.role})`,
      answer: { service: "IAM", operation: "AttachRolePolicy", status: 409, code: "LimitExceeded" },
      message: "Cannot exceed quota for PoliciesPerRole: 10",
    }),
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  {
    name: "role-trust-size",
    source: `${api}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    applies: { types: ["aws:iam/role:Role"], on: ["create", "update"] },
    check: (change) =>
      policyLength(text(change.inputs.assumeRolePolicy)) > 2048
        ? {
            doing: `${creating(change, "IAM Role", change.inputs.name)}${change.action === "create" ? "" : " assume role policy"}`,
            ...refusedByIam(
              change.action === "create" ? "CreateRole" : "UpdateAssumeRolePolicy",
              "Cannot exceed quota for ACLSizePerRole: 2048",
            ),
          }
        : undefined,
  },
  {
    name: "inline-policies-size",
    source: `${api}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    applies: { types: ["aws:iam/rolePolicy:RolePolicy"], on: ["create", "update"] },
    // All inline policies of a role count together.
    check: ({ type, id, inputs, world }) => {
      const role = text(inputs.role);
      const others = world
        .resources(type)
        .filter((other) => other.id !== id && other.state.role === role)
        .map(({ state }) => state);
      const inline = records(world.get("aws:iam/role:Role", role)?.state.inlinePolicies);
      const total = [inputs, ...others, ...inline].reduce(
        (sum, { policy }) => sum + policyLength(text(policy)),
        0,
      );
      if (total <= 10_240) return undefined;
      return {
        doing: `putting IAM Role (${role}) Policy (${inputs.name})`,
        ...refusedByIam("PutRolePolicy", `Maximum policy size of 10240 bytes exceeded for role ${role}`),
      };
    },
  },
  ...uniqueNames.map(uniqueNameRule),
  ...quotas.map(quotaRule),
];
