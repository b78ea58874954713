import { expect, test } from "vitest";
import { audit, describeFinding } from "../../../src/audit/audit.ts";
import { launches } from "../../../src/services/ecs/standing/launches.ts";
import { launchRules, standingRules } from "../../../src/services/rules.ts";
import { ids, taskWorld } from "../../support/taskWorld.ts";

const nameOf = (urn: string) => urn.split("::").at(-1);

test("a service starts its revision, where it is and behind what it is", () => {
  const { world, service } = taskWorld();
  world.put({
    ...service,
    urn: "urn:web",
    state: {
      ...service.state,
      networkConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: true },
      loadBalancers: [
        { targetGroupArn: "arn:t", containerName: "web", containerPort: 8000 },
        { elbName: "old" },
      ],
    },
  });
  expect(launches(world)).toEqual([
    {
      urn: "urn:web",
      region: "us-east-1",
      definition: expect.objectContaining({ arn: ids.definition }),
      subnets: ["subnet-1"],
      securityGroups: ["sg-1"],
      assignPublicIp: true,
      targets: [{ targetGroupArn: "arn:t", containerName: "web", containerPort: 8000 }],
      executeCommand: true,
    },
  ]);
});

test("schedules start the newest revision, and releases the templates that the deploy targets name", () => {
  const { world, create, definition, service } = taskWorld();
  const revision = (name: string, family = "web") =>
    create("aws:ecs/taskDefinition:TaskDefinition", name, { ...definition.inputs, family }).state.arn ?? "";
  const [second, task, same] = [revision("second"), revision("task", "task"), ids.definition];
  create("aws:scheduler/schedule:Schedule", "nightly", {
    name: "nightly",
    scheduleExpression: "rate(1 day)",
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: ids.cluster,
      roleArn: "arn:aws:iam::210987654321:role/other",
      ecsParameters: {
        taskDefinitionArn: ids.definition.replace(/:1$/, ""),
        networkConfiguration: { subnets: ["subnet-2"] },
      },
    },
  });
  const network = { subnets: ["subnet-3"], securityGroups: ["sg-3"], assignPublicIp: false };
  create("aws:ssm/parameter:Parameter", "targets", {
    name: "/django/ublog/shop/deploy-targets",
    type: "String",
    value: JSON.stringify({
      update: { template: task },
      services: [{ template: same }],
      scheduled: [{ template: `${task}9` }],
      network,
    }),
  });
  const found = launches(world).map(({ urn, definition: { arn }, subnets }) => [nameOf(urn), arn, subnets]);
  expect(found).toEqual([
    [service.name, same, ["subnet-1"]],
    ["nightly", second, ["subnet-2"]],
    ["task", task, ["subnet-3"]],
  ]);
});

test("what a release has registered is what a service starts", () => {
  const { world, service, definition } = taskWorld();
  const arn = ids.definition.replace(/:1$/, ":7");
  const state = { ...definition.state, arn, revision: 7, executionRoleArn: `${ids.execution}2` };
  world.leave({ kind: "task-definition", type: definition.type, id: arn, urn: "", state });
  world.put({ ...service, urn: "urn:web", state: { ...service.state, taskDefinition: arn } });
  expect(audit(world).map(({ rule }) => rule)).toEqual(["ecs-assumes-roles"]);
  world.put({ ...service, urn: "urn:web", state: { ...service.state, taskDefinition: `${arn}0` } });
  expect(audit(world)).toEqual([]);
});

test("a rule speaks once of a resource, and says who and where it is written", () => {
  const { world, create, definition } = taskWorld({ logGroup: null });
  const service = { launchType: "FARGATE", cluster: ids.cluster, taskDefinition: definition.state.arn ?? "" };
  create("aws:ecs/service:Service", "beside", {
    ...service,
    name: "beside",
    networkConfiguration: { subnets: ["subnet-1"] },
  });
  const found = audit(world);
  expect(found.map(({ rule, urn }) => [rule, nameOf(urn)])).toEqual([
    ["log-group-exists", "web"],
    ["log-group-exists", "beside"],
  ]);
  expect(found.map(describeFinding)[0]).toBe(
    [
      "aws:ecs/service:Service web: ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1",
      "(sandbox rule log-group-exists, see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html#enable_awslogs)",
    ].join("\n"),
  );
});

test("every rule has a name of its own and a page of AWS", () => {
  const all = [...launchRules, ...standingRules];
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.filter(({ source }) => !source.startsWith("https://docs.aws.amazon.com/"))).toEqual([]);
});
