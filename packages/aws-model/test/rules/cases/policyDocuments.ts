import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const document = (statement: Properties, more: Properties = {}): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }], ...more });

const read = { Action: "s3:GetObject", Resource: "*" };
const assumed = { Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" };

const role =
  (statement: Properties) =>
  ({ create }: AwsAccount) =>
    create("aws:iam/role:Role", "task", { name: "task", assumeRolePolicy: document(statement) });

const policy =
  (statement: Properties, more?: Properties) =>
  ({ create }: AwsAccount) =>
    create("aws:iam/policy:Policy", "read", { name: "read", policy: document(statement, more) });

const inline =
  (statement: Properties) =>
  ({ create }: AwsAccount) =>
    create("aws:iam/rolePolicy:RolePolicy", "read", {
      name: "read",
      role: "task",
      policy: document(statement),
    });

const changed = (statement: Properties) => (account: AwsAccount) =>
  account.update(policy(read)(account), { name: "read", policy: document(statement) });

const malformed = (doing: string, operation: string, message: string): string =>
  said(doing, ["IAM", operation, "MalformedPolicyDocument"], message);

const ofPolicy = (message: string): string =>
  malformed("creating IAM Policy (read)", "CreatePolicy", message);
const ofRole = (message: string): string => malformed("creating IAM Role (task)", "CreateRole", message);

export const cases: RuleCase[] = [
  ...[
    policy({ ...read, Effect: "allow" }),
    policy(read, { Version: "2012-10-18" }),
    policy({ ...read, Actions: "s3:PutObject" }),
  ].map(
    (refused): RuleCase => ({
      rule: "policy-syntax",
      refused,
      message: ofPolicy("Syntax errors in policy."),
      accepted: policy({ ...read, Sid: "Read", Effect: "Deny" }, { Version: "2008-10-17" }),
    }),
  ),
  {
    rule: "policy-syntax",
    refused: changed({ ...read, Effect: "allow" }),
    message: malformed(
      "updating IAM Policy (arn:aws:iam::123456789012:policy/read)",
      "CreatePolicyVersion",
      "Syntax errors in policy.",
    ),
    accepted: changed({ ...read, Effect: "Deny" }),
  },
  {
    rule: "policy-principal",
    refused: inline({ ...read, Principal: "*" }),
    message: malformed(
      "putting IAM Role (task) Policy (read)",
      "PutRolePolicy",
      "Policy document should not specify a principal.",
    ),
    accepted: inline(read),
  },
  {
    rule: "policy-actions",
    refused: policy({ Resource: "*" }),
    message: ofPolicy("Policy statement must contain actions."),
    accepted: policy({ NotAction: "iam:*", Resource: "*" }),
  },
  {
    rule: "policy-actions",
    refused: policy({ ...read, Action: ["s3:GetObject", "PutObject"] }),
    message: ofPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
    accepted: policy({ ...read, Action: "*" }),
  },
  {
    rule: "policy-resources",
    refused: policy({ Action: "s3:GetObject" }),
    message: ofPolicy("Policy statement must contain resources."),
    accepted: policy({ Action: "s3:GetObject", NotResource: "arn:aws:s3:::secret/*" }),
  },
  {
    rule: "policy-resources",
    refused: policy({ Action: "s3:GetObject", Resource: ["*", "assets/*"] }),
    message: ofPolicy('Resource assets/* must be in ARN format or "*".'),
    accepted: policy({ Action: "s3:GetObject", Resource: ["arn:aws:s3:::assets/*"] }),
  },
  ...["AmazonECSTaskExecutionRolePolicy", "service-role/AdministratorAccess"].map((name): RuleCase => {
    const attach =
      (policy: string) =>
      ({ create }: AwsAccount) =>
        create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "web", {
          role: "web",
          policyArn: `arn:aws:iam::aws:policy/${policy}`,
        });
    const arn = `arn:aws:iam::aws:policy/${name}`;
    return {
      rule: "managed-policy-exists",
      refused: attach(name),
      message: said(
        `attaching IAM Policy (${arn}) to IAM Role (web)`,
        ["IAM", "AttachRolePolicy", "NoSuchEntity", 404],
        `Policy ${arn} does not exist or is not attachable.`,
      ),
      accepted: attach("service-role/AmazonECSTaskExecutionRolePolicy"),
    };
  }),
  {
    rule: "role-trust-resource",
    refused: role({ ...assumed, Resource: "*" }),
    message: ofRole("Has prohibited field Resource"),
    accepted: role(assumed),
  },
  {
    rule: "role-trust-principal",
    refused: role({ Action: "sts:AssumeRole" }),
    message: ofRole("Missing required field Principal"),
    accepted: role(assumed),
  },
  {
    rule: "role-trust-actions",
    refused: role({ ...assumed, Action: "ecs:RunTask" }),
    message: ofRole("AssumeRole policy may only specify STS AssumeRole actions."),
    accepted: role({ ...assumed, Action: ["sts:AssumeRole", "sts:TagSession"] }),
  },
];
