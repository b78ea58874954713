import { expect, test } from "vitest";
import { unknown } from "../../src/shared/values.ts";
import type { Properties } from "../../src/world/world.ts";
import { awsAccount, isSecret, type Live, plain, urnOf } from "../support/awsResources.ts";

const rds = "aws:rds/instance:Instance";
const database = {
  identifier: "db",
  engine: "postgres",
  instanceClass: "db.t4g.micro",
  username: "u",
  password: "hunter22",
};

test("a preview knows what was given, and nothing of what AWS fills in", () => {
  const { world, provider, checked } = awsAccount();
  const inputs = checked(rds, "db", { ...database, tags: { Name: "db" } });
  const { id, state } = provider.create({ urn: urnOf(rds, "db"), type: rds, inputs, preview: true });
  expect(id).toBe("");
  expect(state).toMatchObject({
    address: unknown,
    identifier: "db",
    port: unknown,
    storageEncrypted: false,
    tagsAll: { Name: "db" },
  });
  expect(isSecret(state.password)).toBe(true);
  expect(world.resources()).toEqual([]);
});

test("what is sensitive is secret on the wire, and plain in the world", () => {
  const { world, provider } = awsAccount();
  const urn = urnOf(rds, "db");
  const { inputs } = provider.check({ urn, type: rds, newInputs: database, randomSeed: new Uint8Array([1]) });
  expect(isSecret(inputs.password)).toBe(true);
  expect(inputs.username).toBe("u");
  const { state } = provider.create({ urn, type: rds, inputs: plain(inputs), preview: false });
  expect(isSecret(state.password)).toBe(true);
  expect(world.resources(rds)[0]?.state.password).toBe("hunter22");
});

test("what is only sent is not kept", () => {
  const { world, create, diffOf } = awsAccount();
  const { password: _password, ...rest } = database;
  const live = create(rds, "db", { ...rest, passwordWo: "hunter22", passwordWoVersion: 1 });
  expect(live.state).not.toHaveProperty("passwordWo");
  expect(world.resources(rds)[0]?.state).not.toHaveProperty("passwordWo");
  const again = { ...rest, passwordWo: "other", passwordWoVersion: 1 };
  expect(diffOf(live, again).changes).toBe(false);
  expect(diffOf(live, { ...again, passwordWoVersion: 2 }).detailed).toEqual({ passwordWoVersion: "update" });
});

test("only properties of the schema go over the wire", () => {
  const { world, create } = awsAccount();
  const service = create("aws:ecs/service:Service", "web", { name: "web", desiredCount: 2 });
  expect(service.state).not.toHaveProperty("runningCount");
  expect(world.resources(service.type)[0]?.state).toMatchObject({ runningCount: 2, status: "ACTIVE" });
});

const read = (provider: ReturnType<typeof awsAccount>["provider"], live: Live) =>
  provider.read({ urn: "", type: live.type, id: live.id, state: live.state, inputs: live.inputs });

test("a refresh takes over what others changed, where the program had a say", () => {
  const { world, provider, create, diffOf } = awsAccount();
  const given = {
    name: "web",
    taskDefinition: "arn:aws:ecs:us-east-1:210987654321:task-definition/web:1",
    desiredCount: 1,
    deploymentCircuitBreaker: { enable: true, rollback: true },
  };
  const service = create("aws:ecs/service:Service", "web", given);
  const live = world.get(service.type, service.id);
  if (!live) throw new Error("the service is in the world");
  world.put({
    ...live,
    state: {
      ...live.state,
      desiredCount: 3,
      enableExecuteCommand: true,
      deploymentCircuitBreaker: { enable: true, rollback: false },
    },
  });
  const found = read(provider, service);
  expect(found?.state).toMatchObject({ desiredCount: 3, enableExecuteCommand: true });
  expect(found?.inputs).toMatchObject({
    name: "web",
    desiredCount: 3,
    deploymentCircuitBreaker: { enable: true, rollback: false },
    taskDefinition: "arn:aws:ecs:us-east-1:210987654321:task-definition/web:1",
  });
  expect(found?.inputs).not.toHaveProperty("enableExecuteCommand");

  const refreshed = { ...service, inputs: found?.inputs ?? {}, state: found?.state ?? {} };
  expect(diffOf(refreshed, given).detailed).toEqual({
    desiredCount: "update",
    "deploymentCircuitBreaker.rollback": "add",
    enableExecuteCommand: "delete",
  });
});

test("a refresh leaves inputs alone that AWS only writes in its own way", () => {
  const { provider, create } = awsAccount();
  const task = create("aws:ecs/taskDefinition:TaskDefinition", "web", {
    family: "web",
    containerDefinitions: '[{"name":"web","image":"a"}]',
  });
  expect(read(provider, task)?.inputs).toEqual(task.inputs);
});

test("a resource that others deleted is gone", () => {
  const { world, provider, create, update, remove } = awsAccount();
  const group = create("aws:cloudwatch/logGroup:LogGroup", "logs", { name: "logs" });
  world.delete(group.type, group.id);
  expect(read(provider, group)).toBeUndefined();
  expect(() => update(group, { name: "logs", retentionInDays: 7 })).toThrow(
    `Resource provider reported that the resource did not exist while updating ${urnOf(group.type, "logs")}.`,
  );
  expect(() => remove(group)).not.toThrow();
});

test("an import gives the inputs that a program has to say", () => {
  const { provider, create } = awsAccount();
  const given = { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, tags: { Name: "main" } };
  const vpc = create("aws:ec2/vpc:Vpc", "main", given);
  const imported = provider.read({ urn: "", type: vpc.type, id: vpc.id, state: {}, inputs: {} });
  expect(imported?.inputs).toEqual({ ...given, region: "us-east-1", __defaults: [] });
  const inputs = imported?.inputs ?? {};
  const asked = {
    urn: "",
    type: vpc.type,
    id: vpc.id,
    oldState: vpc.state,
    oldInputs: inputs,
    ignoreChanges: [],
  };
  const { inputs: newInputs } = provider.check({
    urn: "",
    type: vpc.type,
    newInputs: given,
    randomSeed: new Uint8Array(),
  });
  expect(provider.diff({ ...asked, newInputs }).changes).toBe(false);
  expect(provider.read({ urn: "", type: vpc.type, id: "vpc-none", state: {}, inputs: {} })).toBeUndefined();
});

test("an explicit provider has its own region and default tags", () => {
  const { create } = awsAccount({ region: "us-east-1", defaultTags: '{"tags":{"Where":"edge"}}' });
  const certificate = create("aws:acm/certificate:Certificate", "cdn", {
    domainName: "cdn.example.com",
    tags: { A: "1" },
  });
  expect(certificate.id).toMatch(/^arn:aws:acm:us-east-1:123456789012:certificate\//);
  expect(certificate.state).toMatchObject({ tags: { A: "1" }, tagsAll: { A: "1", Where: "edge" } });
});

test("two accounts with the same history are the same, whatever the order", () => {
  const make = (names: string[]): Properties => {
    const { world, create } = awsAccount();
    for (const name of names) create("aws:ec2/vpc:Vpc", name, { cidrBlock: "10.0.0.0/16" });
    return Object.fromEntries(world.resources().map(({ urn, state }) => [urn, state]));
  };
  expect(make(["a", "b"])).toEqual(make(["b", "a"]));
});
