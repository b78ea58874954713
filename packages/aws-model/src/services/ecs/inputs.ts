import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { arn, choice } from "../../rules/inputs.ts";
import { between, matches } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const definition = "aws:ecs/taskDefinition:TaskDefinition";

const shapes: readonly InputShape[] = [
  {
    name: "ecs-cluster-name-shape",
    type: "aws:ecs/cluster:Cluster",
    property: "name",
    shapes: [
      between(1, 255),
      matches(
        /^[0-9A-Za-z_-]+$/,
        "The cluster name must consist of alphanumerics, hyphens, and underscores.",
      ),
    ],
    source: `${api}/AmazonECS/latest/APIReference/API_CreateCluster.html`,
  },
  {
    name: "ecs-family-shape",
    type: "aws:ecs/taskDefinition:TaskDefinition",
    property: "family",
    shapes: [
      between(1, 255),
      matches(
        /^[0-9A-Za-z_-]+$/,
        "see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html",
      ),
    ],
    source: `${api}/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html`,
  },
  choice(
    "task-network-mode",
    definition,
    "networkMode",
    "AmazonECS/latest/APIReference/API_RegisterTaskDefinition",
    ["bridge", "host", "awsvpc", "none"],
  ),
  choice(
    "task-cpu-architecture",
    definition,
    "runtimePlatform.cpuArchitecture",
    "AmazonECS/latest/APIReference/API_RuntimePlatform",
    ["X86_64", "ARM64"],
  ),
  arn("task-execution-role-arn", definition, "executionRoleArn"),
  arn("task-role-arn", definition, "taskRoleArn"),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
