import { describe, expect, test } from "vitest";
import { audit } from "../../../src/audit/audit.ts";
import { executionRules, logRules } from "../../../src/services/ecs/standing/execution.ts";
import { roleRules } from "../../../src/services/ecs/standing/roles.ts";
import { secretRules } from "../../../src/services/ecs/standing/secrets.ts";
import type { Properties } from "../../../src/world/world.ts";
import { allow, allRights, ids, type TaskParts, taskWorld } from "../../support/taskWorld.ts";
import { executionCases } from "./taskCases/execution.ts";
import { roleCases } from "./taskCases/roles.ts";
import { shellCases } from "./taskCases/schedulesAndExec.ts";
import { secretCases } from "./taskCases/secrets.ts";

const names = [...roleRules, ...secretRules, ...executionRules, ...logRules]
  .map(({ name }) => name)
  .filter((name) => name !== "endpoint-hands-out-layers");
const cases = [...roleCases, ...executionCases, ...secretCases, ...shellCases];

test("there is nothing against a task that has all that it needs, and no more", () => {
  expect(audit(taskWorld().world)).toEqual([]);
});

describe.each([...names, "task-role-opens-shells"])("%s", (name) => {
  test.each(cases.filter(({ rule }) => rule === name))("$what", ({ parts, message }) => {
    const { world, secret, service } = taskWorld(parts);
    const found = audit(world).filter(({ rule }) => rule === name);
    expect(found.map((finding) => finding.message.replaceAll(secret.id, "SECRET"))).toEqual(
      message === undefined ? [] : [message],
    );
    expect(found.map(({ urn }) => urn.endsWith(`::${service.name}`))).toEqual(found.map(() => true));
  });

  test("is seen to object", () => {
    expect(cases.some(({ rule, message }) => rule === name && message !== undefined)).toBe(true);
  });
});

const fetching = (secret: string) =>
  `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${secret} from secrets manager:`;

test("a secret under a key of its own needs the right to that key", () => {
  const { world, create, update, secret } = taskWorld();
  const key = create("aws:kms/key:Key", "key", {});
  update(secret, { name: "web/key", kmsKeyId: key.id });
  expect(audit(world).map(({ rule, message }) => [rule, message])).toEqual([
    [
      "execution-role-reads-secrets",
      `${fetching(secret.id)} AccessDeniedException: Access to KMS is not allowed`,
    ],
  ]);
  create("aws:iam/rolePolicy:RolePolicy", "key", {
    role: "web-execution",
    name: "key",
    policy: JSON.stringify({ Statement: [allow("kms:Decrypt", String(key.state.arn))] }),
  });
  expect(audit(world)).toEqual([]);
});

test("what the role's own policies take, a key's policy doesn't give", () => {
  const found = (rights: Properties[], keyPolicy: Properties[] | undefined) => {
    const { world, create, update, secret } = taskWorld({
      execution: (id) => [...allRights(id), ...rights],
    });
    const policy = keyPolicy && JSON.stringify({ Statement: keyPolicy });
    const key = create("aws:kms/key:Key", "key", policy === undefined ? {} : { policy });
    update(secret, { name: "web/key", kmsKeyId: key.id });
    return audit(world).map(({ rule }) => rule);
  };
  const forRole = [{ ...allow("kms:Decrypt", "*"), Principal: { AWS: ids.execution } }];
  const denial = { Effect: "Deny", Action: "kms:*", Resource: "*" };
  expect(found([], forRole)).toEqual([]);
  expect(found([denial], forRole)).toEqual(["execution-role-reads-secrets"]);
  expect(found([], undefined)).toEqual(["execution-role-reads-secrets"]);
});

test("a parameter under a key of its own needs the right to that key", () => {
  const { world, create } = taskWorld({
    execution: (secret) => [...allRights(secret), allow("ssm:GetParameters", "*")],
    container: () => ({ secrets: [{ name: "A", valueFrom: "/web/own" }] }),
  });
  const key = create("aws:kms/key:Key", "key", {});
  const parameter = { name: "/web/own", type: "SecureString", value: "x", keyId: key.id };
  create("aws:ssm/parameter:Parameter", "own", parameter);
  expect(audit(world).map(({ message }) => message)).toEqual([
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
  ]);
});

test("the secret's own policy can give the right, and take it away", () => {
  const withPolicy = (effect: string, execution?: TaskParts["execution"], principal = ids.execution) => {
    const { world, update, secret } = taskWorld({ execution });
    update(secret, {
      name: "web/key",
      policy: JSON.stringify({
        Statement: [
          { Effect: effect, Action: "secretsmanager:*", Resource: "*", Principal: { AWS: principal } },
        ],
      }),
    });
    return audit(world).map(({ rule }) => rule);
  };
  const noSecret = (secret: string) =>
    allRights(secret).filter(({ Action }) => !String(Action).includes("Secret"));
  expect(withPolicy("Allow", noSecret)).toEqual([]);
  expect(withPolicy("Deny")).toEqual(["execution-role-reads-secrets"]);
  for (const everybody of ["123456789012", "arn:aws:iam::123456789012:root"]) {
    expect(withPolicy("Allow", noSecret, everybody)).toEqual(["execution-role-reads-secrets"]);
    expect(withPolicy("Allow", undefined, everybody)).toEqual([]);
    expect(withPolicy("Deny", undefined, everybody)).toEqual(["execution-role-reads-secrets"]);
  }
});

test("a deleted secret can't be read, although it is still there", () => {
  const { world, remove, secret } = taskWorld();
  remove(secret);
  expect(audit(world).map(({ rule, message }) => [rule, message])).toEqual([
    [
      "secrets-exist",
      `${fetching(secret.id)} InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.`,
    ],
  ]);
});
