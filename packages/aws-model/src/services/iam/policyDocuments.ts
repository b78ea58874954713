import { isManagedPolicy } from "../../iam/managedPolicies.ts";
import { listed, policyIn, statementsIn } from "../../iam/policy.ts";
import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { text } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

/** A kind of policy, where a resource has it, and which call brings it to IAM. */
interface Kind {
  type: string;
  property: string;
  doing(change: Change): string;
  operation(change: Change): string;
}

const isNew = ({ action }: Change): boolean => action === "create";

const trust: Kind = {
  type: "aws:iam/role:Role",
  property: "assumeRolePolicy",
  doing: (change) =>
    isNew(change)
      ? `creating IAM Role (${change.inputs.name})`
      : `updating IAM Role (${change.id}) assume role policy`,
  operation: (change) => (isNew(change) ? "CreateRole" : "UpdateAssumeRolePolicy"),
};

const identity: readonly Kind[] = [
  {
    type: "aws:iam/policy:Policy",
    property: "policy",
    doing: (change) =>
      isNew(change) ? `creating IAM Policy (${change.inputs.name})` : `updating IAM Policy (${change.id})`,
    operation: (change) => (isNew(change) ? "CreatePolicy" : "CreatePolicyVersion"),
  },
  {
    type: "aws:iam/rolePolicy:RolePolicy",
    property: "policy",
    doing: ({ inputs }) => `putting IAM Role (${inputs.role}) Policy (${inputs.name})`,
    operation: () => "PutRolePolicy",
  },
];

/** A rule about each statement of a policy, which says what is wrong with it. */
const statementRule = (
  name: string,
  page: string,
  kinds: readonly Kind[],
  problem: (statement: Properties, policy: Properties) => string | undefined,
): Rule => ({
  name,
  source: `${guide}/${page}.html`,
  applies: { types: kinds.map(({ type }) => type), on: ["create", "update"] },
  check: (change) => {
    const kind = kinds.find(({ type }) => type === change.type);
    // The provider itself refuses what isn't JSON.
    const policy = kind && policyIn(change.inputs[kind.property]);
    if (!kind || !policy) return undefined;
    const message = statementsIn(policy)
      .map((statement) => problem(statement, policy))
      .find((one) => one !== undefined);
    return message === undefined ? undefined : malformed(change, kind, message);
  },
});

const malformed = (change: Change, kind: Kind, message: string): Refusal => ({
  doing: kind.doing(change),
  answer: { service: "IAM", operation: kind.operation(change), code: "MalformedPolicyDocument" },
  message,
});

/** IAM's own grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const versions = ["2008-10-17", "2012-10-17"];
const elements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

const syntax = (statement: Properties, { Version: version }: Properties): string | undefined => {
  const isFine =
    (version === undefined || versions.includes(text(version))) &&
    ["Allow", "Deny"].includes(text(statement.Effect)) &&
    Object.keys(statement).every((element) => elements.includes(element));
  return isFine ? undefined : "Syntax errors in policy.";
};

/** What IAM objects to in policies that are JSON but don't say what they should. */
export const policyDocumentRules: readonly Rule[] = [
  statementRule("policy-syntax", "reference_policies_grammar", [trust, ...identity], syntax),
  statementRule("policy-principal", "reference_policies_elements_principal", identity, (statement) =>
    statement.Principal !== undefined || statement.NotPrincipal !== undefined
      ? "Policy document should not specify a principal."
      : undefined,
  ),
  statementRule("policy-actions", "reference_policies_elements_action", [trust, ...identity], (statement) => {
    const actions = [statement.Action, statement.NotAction].flatMap((one) => listed(one) ?? []);
    if (actions.length === 0) return "Policy statement must contain actions.";
    return actions.every((action) => action === "*" || /^[\w-]+:./.test(action))
      ? undefined
      : "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
  }),
  statementRule("policy-resources", "reference_policies_elements_resource", identity, (statement) => {
    const resources = [statement.Resource, statement.NotResource].flatMap((one) => listed(one) ?? []);
    if (resources.length === 0) return "Policy statement must contain resources.";
    const wrong = resources.find((resource) => resource !== "*" && !resource.startsWith("arn:"));
    return wrong === undefined ? undefined : `Resource ${wrong} must be in ARN format or "*".`;
  }),
  statementRule("role-trust-resource", "reference_policies_elements_resource", [trust], (statement) => {
    const field = ["Resource", "NotResource"].find((one) => statement[one] !== undefined);
    return field === undefined ? undefined : `Has prohibited field ${field}`;
  }),
  statementRule("role-trust-principal", "reference_policies_elements_principal", [trust], (statement) =>
    statement.Principal === undefined && statement.NotPrincipal === undefined
      ? "Missing required field Principal"
      : undefined,
  ),
  {
    name: "managed-policy-exists",
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
    applies: { types: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"], on: ["create"] },
    check: ({ inputs }) => {
      const arn = text(inputs.policyArn);
      if (!arn.startsWith("arn:aws:iam::aws:policy/") || isManagedPolicy(arn) !== false) return undefined;
      return {
        doing: `attaching IAM Policy (${arn}) to IAM Role (${inputs.role})`,
        answer: { service: "IAM", operation: "AttachRolePolicy", status: 404, code: "NoSuchEntity" },
        message: `Policy ${arn} does not exist or is not attachable.`,
      };
    },
  },
  statementRule("role-trust-actions", "reference_policies-assume-role", [trust], (statement) =>
    (listed(statement.Action) ?? []).every(
      (action) => action === "*" || action.toLowerCase().startsWith("sts:"),
    )
      ? undefined
      : "AssumeRole policy may only specify STS AssumeRole actions.",
  ),
];
