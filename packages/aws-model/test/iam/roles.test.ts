import { expect, test } from "vitest";
import { refusal } from "../../src/iam/evaluate.ts";
import { mayDecrypt } from "../../src/iam/keys.ts";
import { type Role, roleOf } from "../../src/iam/roles.ts";
import type { Properties } from "../../src/world/world.ts";
import { awsAccount } from "../support/awsResources.ts";

const policy = (...actions: string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });

/** The role `web`, and what of `s3:GetObject`, `sqs:SendMessage` … it may do. */
function account() {
  const made = awsAccount();
  const role = (more: Properties = {}) =>
    made.create("aws:iam/role:Role", "web", { name: "web", assumeRolePolicy: "{}", ...more });
  const found = () => roleOf(made.world, "web") as Role;
  const may = (...actions: string[]) =>
    actions.filter((action) => !refusal({ action, resource: "*", context: {} }, found()));
  return { ...made, role, found, may };
}

test("a role has its inline policies, those attached in each way, and nobody else's", () => {
  const { create, role, may } = account();
  const own = (name: string, action: string) =>
    create("aws:iam/policy:Policy", name, { name, policy: policy(action) }).id;
  role({
    inlinePolicies: [{ name: "inside", policy: policy("s3:GetObject") }],
    managedPolicyArns: [own("listed", "sqs:SendMessage")],
  });
  create("aws:iam/role:Role", "other", { name: "other", assumeRolePolicy: "{}" });
  const inline = (of: string, action: string) =>
    create("aws:iam/rolePolicy:RolePolicy", of, { role: of, name: "p", policy: policy(action) });
  inline("web", "ses:SendEmail");
  inline("other", "iam:PassRole");
  create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
    role: "web",
    policyArn: own("attached", "sns:Publish"),
  });
  expect(may("s3:GetObject", "sqs:SendMessage", "ses:SendEmail", "iam:PassRole", "sns:Publish")).toEqual([
    "s3:GetObject",
    "sqs:SendMessage",
    "ses:SendEmail",
    "sns:Publish",
  ]);
});

test("AWS's own policies say what they say, and those that aren't known allow everything", () => {
  const { role, may } = account();
  const managed = (name: string) => {
    role({ managedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] });
    return may("ecr:BatchGetImage", "logs:CreateLogGroup", "logs:PutLogEvents", "iam:PassRole");
  };
  expect(managed("service-role/AmazonECSTaskExecutionRolePolicy")).toEqual([
    "ecr:BatchGetImage",
    "logs:PutLogEvents",
  ]);
});

test("an unknown policy of AWS's own is taken to allow everything", () => {
  const { role, may } = account();
  role({ managedPolicyArns: ["arn:aws:iam::aws:policy/SomethingNew"] });
  expect(may("ecr:BatchGetImage", "iam:PassRole")).toEqual(["ecr:BatchGetImage", "iam:PassRole"]);
});

test("a role stays within its boundary", () => {
  const { create, role, may } = account();
  const boundary = create("aws:iam/policy:Policy", "b", { name: "b", policy: policy("s3:*") });
  role({
    permissionsBoundary: boundary.id,
    inlinePolicies: [{ name: "all", policy: policy("*") }],
  });
  expect(may("s3:GetObject", "sqs:SendMessage")).toEqual(["s3:GetObject"]);
});

test("there is no role of another name", () => {
  const { role, world } = account();
  const { state } = role();
  expect(roleOf(world, String(state.arn))?.name).toBe("web");
  expect(roleOf(world, "other")).toBe(undefined);
});

test("a key is open to those its policy names, and to those the account allows if its policy leaves it to that", () => {
  const { world, create, update, role, found } = account();
  const key = create("aws:kms/key:Key", "key", {});
  create("aws:kms/alias:Alias", "key", { name: "alias/shop", targetKeyId: key.id });
  role();
  const ways = [key.id, String(key.state.arn), "alias/shop"];
  const opens = () => ways.map((name) => mayDecrypt(world, found(), name, "secretsmanager"));
  expect(opens()).toEqual([false, false, false]);
  create("aws:iam/rolePolicy:RolePolicy", "p", { role: "web", name: "p", policy: policy("kms:Decrypt") });
  expect(opens()).toEqual([true, true, true]);
  const principal = { AWS: "arn:aws:iam::123456789012:role/other" };
  update(key, {
    policy: JSON.stringify({
      Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*", Principal: principal }],
    }),
  });
  expect(opens()).toEqual([false, false, false]);
  expect(mayDecrypt(world, found(), "alias/aws/secretsmanager", "secretsmanager")).toBe(true);
});
