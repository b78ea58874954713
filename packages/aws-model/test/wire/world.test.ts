import { expect, test } from "vitest";
import { answer } from "../../src/wire/calls.ts";
import { withEcs } from "../../src/wire/ecsWorld.ts";
import { withTable } from "../../src/wire/tables.ts";
import { whatRuns } from "../../src/wire/whatRuns.ts";
import { awsAccount } from "../support/awsResources.ts";
import { makeEnvironment, templateInputs } from "../support/environment.ts";

const region = "us-east-1";
const serviceType = "aws:ecs/service:Service";

/** The environment `shop`, its calls, and what Pulumi does with it. */
function environment() {
  const account = awsAccount();
  const made = makeEnvironment(account);
  const place = { world: account.world, region };
  const call = (name: string, input: object) => answer(place, name, { cluster: "shop-cluster", ...input });
  const pass = (seconds: number) => {
    account.world.advance(seconds * 1000);
    return Object.fromEntries(whatRuns(account.world, region).map((found) => [found.service, found]));
  };
  return { account, made, call, pass, world: account.world };
}

const worker = "shop-cluster/shop-default";

/** Releases a version of the worker, as app-update would, and waits. */
function releaseWorker({ call, pass }: ReturnType<typeof environment>, tag: string, count = 1) {
  const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-backend";
  const { imageDetails } = call("ecr.DescribeImages", {
    repositoryName: "shop-backend",
    imageIds: [{ imageTag: tag }],
  }) as { imageDetails: { imageDigest: string }[] };
  const { taskDefinition } = call("ecs.DescribeTaskDefinition", { taskDefinition: "shop-default" }) as {
    taskDefinition: { containerDefinitions: object[]; memory: string; executionRoleArn: string };
  };
  const containerDefinitions = taskDefinition.containerDefinitions.map((container) => ({
    ...container,
    image: `${repository}@${imageDetails[0]?.imageDigest}`,
  }));
  const { memory, executionRoleArn } = taskDefinition;
  call("ecs.RegisterTaskDefinition", {
    family: "shop-default",
    memory,
    executionRoleArn,
    containerDefinitions,
  });
  call("ecs.UpdateService", {
    service: "shop-default",
    taskDefinition: "shop-default",
    desiredCount: count,
  });
  return pass(120)[worker];
}

test("what a release changes is there for the next command, and for a refresh", () => {
  const shop = environment();
  expect(shop.pass(1)[worker]).toMatchObject({
    revision: "shop-default:1",
    desired: 0,
    tasks: {},
    isSteady: true,
  });
  expect(releaseWorker(shop, "v1", 2)).toMatchObject({
    revision: "shop-default:2",
    desired: 2,
    tasks: { v1: 2 },
    isSteady: true,
  });
  const { account, made } = shop;
  const live = made.services.default;
  const read = account.provider.read({ ...live, urn: "", inputs: live.inputs, state: live.state });
  const seen = {
    taskDefinition: "arn:aws:ecs:us-east-1:123456789012:task-definition/shop-default:2",
    desiredCount: 2,
  };
  expect(read?.state).toMatchObject(seen);
  expect(shop.world.get(serviceType, live.id)?.state).toMatchObject({ runningCount: 2, pendingCount: 0 });
  expect(read?.inputs).toMatchObject(seen);
  const refreshed = { ...live, state: read?.state ?? {} };
  expect(account.diffOf(refreshed, made.inputs.default).changes).toBe(true);
  expect(account.diffOf(refreshed, made.inputs.default, ["taskDefinition", "desiredCount"]).changes).toBe(
    false,
  );
});

test("a stack that changes another setting leaves the release alone", () => {
  const shop = environment();
  const before = releaseWorker(shop, "v1");
  shop.account.update(shop.made.services.default, {
    ...shop.made.inputs.default,
    enableExecuteCommand: false,
  });
  expect(shop.pass(60)[worker]).toEqual(before);
  expect(shop.call("ecs.DescribeServices", { services: ["shop-default"] })).toMatchObject({
    services: [{ enableExecuteCommand: false }],
  });
});

test("a stack that sets revision and count is obeyed", () => {
  const shop = environment();
  releaseWorker(shop, "v1");
  const { account, made } = shop;
  const template = account.create("aws:ecs/taskDefinition:TaskDefinition", "new", {
    ...templateInputs("default", made.secret.id, { LOG_LEVEL: "debug" }),
  });
  account.update(made.services.default, {
    ...made.inputs.default,
    taskDefinition: template.state.arn ?? "",
    desiredCount: 3,
  });
  expect(shop.pass(120)[worker]).toMatchObject({
    revision: "shop-default:3",
    desired: 3,
    tasks: { latest: 3 },
  });
});

test("autoscaling lifts a count to its minimum", () => {
  const shop = environment();
  shop.account.create("aws:appautoscaling/target:Target", "scaling", {
    serviceNamespace: "ecs",
    resourceId: `service/${worker}`,
    scalableDimension: "ecs:service:DesiredCount",
    minCapacity: 2,
    maxCapacity: 4,
  });
  shop.pass(1);
  expect(shop.pass(120)[worker]).toMatchObject({ desired: 2, tasks: { latest: 2 } });
});

test("autoscaling with a minimum that no service can have starts what ECS lets it, and comes to an end", () => {
  const shop = environment();
  shop.account.create("aws:appautoscaling/target:Target", "scaling", {
    serviceNamespace: "ecs",
    resourceId: `service/${worker}`,
    scalableDimension: "ecs:service:DesiredCount",
    minCapacity: 1_000_000,
    maxCapacity: 1_000_000,
  });
  expect(shop.pass(1)[worker]).toMatchObject({ desired: 5000 });
});

test("a service, a table and a log group take with them what is in them; one made again begins anew", () => {
  const shop = environment();
  const { account, made, world } = shop;
  releaseWorker(shop, "v1");
  const item = { pk: { S: "release" }, sk: { S: "1" } };
  shop.call("dynamodb.PutItem", { TableName: "shop-releases", Item: item });
  shop.call("ecs.RunTask", { taskDefinition: "shop-backend_update" });
  shop.pass(60);
  expect(world.contents("task").length).toBe(2);
  expect(world.contents("log").length).toBe(2);

  account.remove(made.services.default);
  expect(world.contents("task").length).toBe(1);
  account.remove(made.services.gunicorn);
  account.remove(made.cluster);
  expect(world.contents("task")).toEqual([]);
  account.remove(made.table);
  expect(world.contents("item")).toEqual([]);
  expect(world.remains("task-definition").map(({ id, state }) => [id.split("/")[1], state.status])).toEqual([
    ["shop-default:2", "ACTIVE"],
  ]);

  account.create("aws:ecs/cluster:Cluster", "shop", made.cluster.inputs);
  account.create(serviceType, "default", made.inputs.default);
  account.create("aws:dynamodb/table:Table", "releases", made.table.inputs);
  expect(shop.pass(60)[worker]).toMatchObject({ revision: "shop-default:1", desired: 0, tasks: {} });
  const items = withTable(world, region, "shop-releases", ({ tables }) => tables["shop-releases"]);
  expect(items).toEqual({});
});

test("a task that stopped can be looked at for an hour", () => {
  const shop = environment();
  shop.call("ecs.RunTask", { taskDefinition: "shop-backend_update" });
  shop.pass(3500);
  const [task] = shop.world.contents("task");
  expect(task?.value).toMatchObject({ phase: "STOPPED" });
  shop.pass(200);
  expect(shop.world.contents("task")).toEqual([]);
});

test("what fails half-way is as if it had never been", () => {
  const { world } = environment();
  const broken = () =>
    withEcs(world, region, (state) => {
      state.clusters = {};
      state.serial += 100;
      throw new Error("half-way");
    });
  expect(broken).toThrow("half-way");
  expect(world.contents("ecs")).toEqual([]);
});
