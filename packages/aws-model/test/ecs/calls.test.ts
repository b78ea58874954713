import { expect, test } from "vitest";
import { ECS_CALLS } from "../../src/ecs/index.ts";
import { register, stateWithService } from "./life.ts";

test.each([
  [
    "a cluster that isn't there",
    () => ECS_CALLS["ecs.DescribeServices"](stateWithService(), { cluster: "x", services: ["web"] }),
    "ClusterNotFoundException",
  ],
  [
    "a service that isn't there",
    () => ECS_CALLS["ecs.UpdateService"](stateWithService(), { cluster: "c", service: "x" }),
    "ServiceNotFoundException",
  ],
  [
    "more than ten services",
    () =>
      ECS_CALLS["ecs.DescribeServices"](stateWithService(), {
        cluster: "c",
        services: Array(11).fill("web"),
      }),
    "InvalidParameterException",
  ],
  [
    "a family that isn't there",
    () => ECS_CALLS["ecs.DescribeTaskDefinition"](stateWithService(), { taskDefinition: "x" }),
    "ClientException",
  ],
  [
    "an empty container list",
    () =>
      ECS_CALLS["ecs.RegisterTaskDefinition"](stateWithService(), { family: "x", containerDefinitions: [] }),
    "ClientException",
  ],
  [
    "a repository that isn't there",
    () => ECS_CALLS["ecr.DescribeImages"](stateWithService(), { repositoryName: "x" }),
    "RepositoryNotFoundException",
  ],
  [
    "an image that isn't there",
    () =>
      ECS_CALLS["ecr.DescribeImages"](stateWithService(), {
        repositoryName: "shop",
        imageIds: [{ imageTag: "x" }],
      }),
    "ImageNotFoundException",
  ],
  [
    "a stream that isn't there",
    () =>
      ECS_CALLS["logs.GetLogEvents"](stateWithService(), { logGroupName: "/ecs/web", logStreamName: "x" }),
    "ResourceNotFoundException",
  ],
])("%s is AWS's own error", (_, call, name) => {
  expect(call).toThrow(expect.objectContaining({ name }));
});

test("revisions count up in their family, and a deregistered one can be described but not used", () => {
  const state = stateWithService();
  const second = register(state, "v2");
  expect(second).toBe("arn:aws:ecs:us-east-1:123456789012:task-definition/web:2");
  const list = (sort?: string) =>
    ECS_CALLS["ecs.ListTaskDefinitions"](state, { familyPrefix: "web", sort }).taskDefinitionArns.map(
      (arn) => arn.split("/")[1],
    );
  expect(list("DESC")).toEqual(["web:2", "web:1"]);
  ECS_CALLS["ecs.DeregisterTaskDefinition"](state, { taskDefinition: second });
  expect(list()).toEqual(["web:1"]);
  const described = ECS_CALLS["ecs.DescribeTaskDefinition"](state, { taskDefinition: second });
  expect(described.taskDefinition.status).toBe("INACTIVE");
  const update = () =>
    ECS_CALLS["ecs.UpdateService"](state, { cluster: "c", service: "web", taskDefinition: second });
  expect(update).toThrow("TaskDefinition is inactive");
  expect(register(state, "v3")).toMatch(/web:3$/);
});

test("lists come in pages", () => {
  const state = stateWithService();
  for (const tag of ["v2", "v3"]) register(state, tag);
  const first = ECS_CALLS["ecs.ListTaskDefinitions"](state, { familyPrefix: "web", maxResults: 2 });
  expect(first.taskDefinitionArns).toHaveLength(2);
  const rest = ECS_CALLS["ecs.ListTaskDefinitions"](state, {
    familyPrefix: "web",
    nextToken: first.nextToken,
  });
  expect(rest.taskDefinitionArns.map((arn) => arn.split("/")[1])).toEqual(["web:3"]);
  expect(rest.nextToken).toBeUndefined();
});

test("exec needs a running task that allows it", () => {
  const state = stateWithService();
  const task = Object.keys(state.tasks)[0] ?? "";
  const request = { cluster: "c", task, command: "/bin/sh", interactive: true };
  expect(() => ECS_CALLS["ecs.ExecuteCommand"](state, request)).toThrow(
    /^The execute command failed because/,
  );
});
