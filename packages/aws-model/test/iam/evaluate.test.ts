import { expect, test } from "vitest";
import { type Policies, refusal, trusts } from "../../src/iam/evaluate.ts";
import { readPolicy } from "../../src/iam/policy.ts";
import type { Properties } from "../../src/world/world.ts";

const principal = "arn:aws:iam::123456789012:role/web";
const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/key-AbCdEf";
const read = "secretsmanager:GetSecretValue";

const document = (...statements: Properties[]) =>
  readPolicy({ Version: "2012-10-17", Statement: statements });
const allow = (more: Properties) => ({ Effect: "Allow", Action: "*", Resource: "*", ...more });
const deny = (more: Properties) => ({ ...allow(more), Effect: "Deny" });

/** Why the role may not read the secret. */
function why(policies: Partial<Policies>, context = {}): string | undefined {
  const request = { action: read, resource: secret, context };
  return refusal(request, { principal, identity: [], ...policies });
}

const noIdentity = "because no identity-based policy allows the secretsmanager:GetSecretValue action";
const denied = "with an explicit deny in an identity-based policy";

test.each<[string, Properties[], string | undefined]>([
  ["nothing", [], noIdentity],
  ["everything", [allow({})], undefined],
  ["the action in other capitals", [allow({ Action: "secretsManager:getsecretvalue" })], undefined],
  ["a pattern of actions", [allow({ Action: ["s3:*", "secretsmanager:Get*"] })], undefined],
  ["another action", [allow({ Action: "secretsmanager:DescribeSecret" })], noIdentity],
  ["all but this action", [{ Effect: "Allow", NotAction: "secretsmanager:*", Resource: "*" }], noIdentity],
  ["all but another action", [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }], undefined],
  ["its ARN", [allow({ Resource: secret })], undefined],
  ["its ARN with any end", [allow({ Resource: secret.replace(/.{6}$/, "??????") })], undefined],
  ["its ARN without the end", [allow({ Resource: secret.replace(/-.{6}$/, "") })], noIdentity],
  ["all secrets of the app", [allow({ Resource: secret.replace(/key.*/, "*") })], undefined],
  ["all but this secret", [{ Effect: "Allow", Action: "*", NotResource: secret }], noIdentity],
  ["what isn't secret", [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::*" }], undefined],
  ["it, and denies it", [allow({}), deny({ Action: read })], denied],
  ["it, and denies another", [allow({}), deny({ Resource: `${secret}2` })], undefined],
])("an identity policy that allows %s", (_, statements, message) => {
  expect(why({ identity: document(...statements) })).toBe(message);
});

test("conditions decide, and what isn't known decides for the request", () => {
  const condition = { Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } };
  const identity = document(allow(condition));
  expect(why({ identity }, { "aws:requestedregion": "us-east-1" })).toBe(undefined);
  expect(why({ identity }, { "aws:requestedregion": "eu-west-1" })).toBe(noIdentity);
  expect(why({ identity })).toBe(undefined);
  const unless = document(allow({}), deny(condition));
  expect(why({ identity: unless }, { "aws:requestedregion": "us-east-1" })).toBe(denied);
  expect(why({ identity: unless })).toBe(undefined);
});

test("a variable in an ARN stands for what is known of it", () => {
  const variable = "$" + "{aws:PrincipalTag/app}";
  const identity = document(allow({ Resource: secret.replace("shop", variable) }));
  expect(why({ identity }, { "aws:principaltag/app": "shop" })).toBe(undefined);
  expect(why({ identity }, { "aws:principaltag/app": "blog" })).toBe(noIdentity);
  expect(why({ identity })).toBe(undefined);
  const others = document(allow({}), {
    Effect: "Deny",
    Action: "*",
    NotResource: secret.replace("shop", variable),
  });
  expect(why({ identity: others }, { "aws:principaltag/app": "blog" })).toBe(denied);
  expect(why({ identity: others })).toBe(undefined);
});

test("a boundary is the most that a role may do", () => {
  const identity = document(allow({}));
  expect(why({ identity, boundary: document(allow({})) })).toBe(undefined);
  expect(why({ identity, boundary: document(allow({ Action: "s3:*" })) })).toBe(
    "because no permissions boundary allows the secretsmanager:GetSecretValue action",
  );
  expect(why({ identity, boundary: document(allow({}), deny({})) })).toBe(
    "with an explicit deny in a permissions boundary",
  );
  expect(why({ boundary: document(allow({})) })).toBe(noIdentity);
});

test("the policy of the resource allows or denies those it names", () => {
  const to = (names: Properties | string, effect = allow) => document(effect({ Principal: names }));
  expect(why({ resource: to({ AWS: principal }) })).toBe(undefined);
  expect(why({ resource: to("*") })).toBe(undefined);
  expect(why({ resource: to({ AWS: `${principal}2` }) })).toBe(noIdentity);
  expect(why({ identity: document(allow({})), resource: to({ AWS: [principal] }, deny) })).toBe(
    "with an explicit deny in a resource-based policy",
  );
  const others = document({ ...deny({}), NotPrincipal: { AWS: principal } });
  expect(why({ identity: document(allow({})), resource: others })).toBe(undefined);
});

test("a trust policy names the service, under its conditions", () => {
  const trust = document({
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"] },
    Condition: {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": "arn:aws:ecs:us-east-1:123456789012:*" },
    },
  });
  const from = (region: string) => ({
    "aws:sourceaccount": "123456789012",
    "aws:sourcearn": `arn:aws:ecs:${region}:123456789012:*`,
  });
  expect(trusts(trust, "ecs-tasks.amazonaws.com", from("us-east-1"))).toBe(true);
  expect(trusts(trust, "ecs-tasks.amazonaws.com", from("eu-west-1"))).toBe(false);
  expect(trusts(trust, "ecs.amazonaws.com", from("us-east-1"))).toBe(false);
  expect(trusts(document(allow({ Principal: "*", Action: "sts:TagSession" })), "ecs.amazonaws.com", {})).toBe(
    false,
  );
});

test("what isn't a policy says nothing", () => {
  expect([readPolicy("{"), readPolicy("[]"), readPolicy(undefined)]).toEqual([[], [], []]);
  expect(readPolicy({ Statement: { Effect: "Deny", Action: "*" } })).toEqual([
    { effect: "Deny", actions: ["*"], conditions: [] },
  ]);
});
