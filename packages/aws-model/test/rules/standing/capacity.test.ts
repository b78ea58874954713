import { expect, test } from "vitest";
import { audit } from "../../../src/audit/audit.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import { type TaskParts, taskWorld } from "../../support/taskWorld.ts";

/** What is said of the service, whose launch type is that of AWS. */
function said(parts: TaskParts = {}, more: (account: Pick<AwsAccount, "create">) => unknown = () => {}) {
  const made = taskWorld({ ...parts, service: { launchType: "EC2", ...parts.service } });
  more(made);
  return audit(made.world).flatMap(({ rule, urn, message }) =>
    rule === "service-finds-capacity" ? [[urn.split("::").at(-1), message]] : [],
  );
}

const providers = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";

test("a service for Fargate that doesn't say so waits for instances, of which there are none", () => {
  const waits = [
    [
      "web",
      "(service web) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster. The service has neither launchType FARGATE nor capacityProviderStrategies, and its cluster no default strategy.",
    ],
  ];
  expect(said()).toEqual(waits);
  const inputs = { clusterName: "main", capacityProviders: ["FARGATE"] };
  expect(said({}, ({ create }) => create(providers, "main", inputs))).toEqual(waits);
});

test("one that says so, or whose cluster does, doesn't", () => {
  expect(said({ service: { launchType: "FARGATE" } })).toEqual([]);
  expect(
    said({}, ({ create }) =>
      create(providers, "main", {
        clusterName: "main",
        capacityProviders: ["FARGATE"],
        defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
      }),
    ),
  ).toEqual([]);
});

test("there may be instances, or there may be some in a cluster that isn't ours", () => {
  const machine = { ami: "ami-1", instanceType: "t4g.micro" };
  expect(said({}, ({ create }) => create("aws:ec2/instance:Instance", "i", machine))).toEqual([]);
  expect(said({ service: { cluster: "arn:aws:ecs:us-east-1:210987654321:cluster/other" } })).toEqual([]);
  expect(said({ definition: { requiresCompatibilities: ["EC2"] } })).toEqual([]);
});
