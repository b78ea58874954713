import { account } from "../../facts/account.ts";
import { type AwsShape, asRule } from "../../rules/awsShape.ts";
import { bytes } from "../../rules/bytes.ts";
import { type Deletion, inUseRule } from "../../rules/inUse.ts";
import { type Quota, quotaRule } from "../../rules/quota.ts";
import type { Rule } from "../../rules/rule.ts";
import { unless } from "../../rules/shapes.ts";
import { records, text, texts } from "../../world/reading.ts";
import type { Properties, World } from "../../world/world.ts";
import { clusterName } from "./clusterName.ts";

const api = "https://docs.aws.amazon.com";

const ecs = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference";

const service = "aws:ecs/service:Service";

/** The services of a cluster, which may be known by its name or ARN. */
const servicesOf = (world: World, cluster: string, region: string): Properties[] =>
  world
    .resources(service)
    .map(({ state }) => state)
    .filter((state) => clusterName(text(state.cluster)) === clusterName(cluster) && state.region === region);

const notEmpty =
  (thing: "Services" | "Tasks"): Deletion["refusal"] =>
  ({ id }) => ({
    doing: `deleting ECS Cluster (${id})`,
    answer: { service: "ECS", operation: "DeleteCluster", code: `ClusterContains${thing}Exception` },
    message: `The Cluster cannot be deleted while ${thing} are active.`,
  });

/** A task that hasn't stopped. */
const hasTasks = (world: World, cluster: string, region: string): boolean =>
  world
    .contents("task", `${region}/`)
    .map(({ value }) => value as { cluster: string; phase: string })
    .some((task) => task.cluster === clusterName(cluster) && task.phase !== "STOPPED");

const shapes: readonly AwsShape[] = [
  {
    name: "ecs-service-name-shape",
    type: "aws:ecs/service:Service",
    property: "name",
    thing: "ECS Service",
    answer: { service: "ECS", operation: "CreateService", code: "InvalidParameterException" },
    shapes: () => [
      unless(
        /^[0-9A-Za-z_-]{1,255}$/,
        "The service name must be 1 to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores.",
      ),
    ],
    source: `${api}/AmazonECS/latest/APIReference/API_CreateService.html`,
  },
];

const quotas: readonly Quota[] = [
  {
    name: "quota-target-groups-of-service",
    source: `${api}/AmazonECS/latest/developerguide/service-quotas.html`,
    limit: 5,
    types: ["aws:ecs/service:Service"],
    on: ["create", "update"],
    count: ({ inputs }) => records(inputs.loadBalancers).length,
    refusal: ({ action, inputs, id }) => ({
      doing: action === "create" ? `creating ECS Service (${inputs.name})` : `updating ECS Service (${id})`,
      answer: {
        service: "ECS",
        operation: action === "create" ? "CreateService" : "UpdateService",
        code: "InvalidParameterException",
      },
      message: "load balancers can have at most 5 items.",
    }),
  },
  {
    name: "quota-containers-of-task",
    source: `${api}/AmazonECS/latest/developerguide/service-quotas.html`,
    limit: 10,
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    count: ({ inputs }) => records(JSON.parse(text(inputs.containerDefinitions) || "[]")).length,
    refusal: ({ inputs }) => ({
      doing: `creating ECS Task Definition (${inputs.family})`,
      answer: { service: "ECS", operation: "RegisterTaskDefinition", code: "ClientException" },
      message: "Container definitions can have at most 10 items.",
    }),
  },
];

const deletions: readonly Deletion[] = [
  {
    name: "cluster-has-services",
    source: `${ecs}/API_DeleteCluster.html`,
    type: "aws:ecs/cluster:Cluster",
    usedBy: ({ id, region, world }) => servicesOf(world, id ?? "", region).length > 0,
    refusal: notEmpty("Services"),
  },
  {
    name: "cluster-has-tasks",
    source: `${ecs}/API_DeleteCluster.html`,
    type: "aws:ecs/cluster:Cluster",
    usedBy: ({ id, region, world }) => hasTasks(world, id ?? "", region),
    refusal: notEmpty("Tasks"),
  },
  {
    name: "capacity-providers-of-cluster-in-use",
    source: `${ecs}/API_PutClusterCapacityProviders.html`,
    type: "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    on: ["update", "delete"],
    usedBy: ({ action, inputs, state, region, world }) => {
      const kept = action === "update" ? texts(inputs.capacityProviders) : [];
      const taken = texts(state.capacityProviders).filter((name) => !kept.includes(name));
      return servicesOf(world, text(state.clusterName), region).some(({ capacityProviderStrategies }) =>
        records(capacityProviderStrategies).some(({ capacityProvider }) =>
          taken.includes(text(capacityProvider)),
        ),
      );
    },
    refusal: ({ action, id }) => ({
      doing: `${action === "update" ? "updating" : "deleting"} ECS Cluster Capacity Providers (${id})`,
      answer: { service: "ECS", operation: "PutClusterCapacityProviders", code: "ResourceInUseException" },
      message: "The specified capacity provider is in use and cannot be removed.",
    }),
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  ...shapes.map(asRule),
  {
    name: "task-definition-size",
    source: `${api}/AmazonECS/latest/developerguide/service-quotas.html`,
    applies: { types: ["aws:ecs/taskDefinition:TaskDefinition"], on: ["create"] },
    check: ({ inputs }) => {
      const size = bytes(text(inputs.containerDefinitions));
      if (size <= 65_536) return undefined;
      return {
        doing: `creating ECS Task Definition (${inputs.family})`,
        answer: { service: "ECS", operation: "RegisterTaskDefinition", code: "ClientException" },
        message: `Actual length: '${size}'. Max allowed length is '65536' bytes.`,
      };
    },
  },
  {
    name: "ecs-service-name",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    applies: { types: ["aws:ecs/service:Service"], on: ["create"] },
    check: ({ type, inputs, region, world }) => {
      const cluster = clusterName(String(inputs.cluster ?? ""));
      const id = `arn:aws:ecs:${region}:${account}:service/${cluster}/${inputs.name}`;
      if (!world.get(type, id)) return undefined;
      return {
        doing: `creating ECS Service (${inputs.name})`,
        answer: { service: "ECS", operation: "CreateService", code: "InvalidParameterException" },
        message: "Creation of service was not idempotent.",
      };
    },
  },
  ...quotas.map(quotaRule),
  ...deletions.map(inUseRule),
];
