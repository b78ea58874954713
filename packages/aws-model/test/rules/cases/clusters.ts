import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

/** Gives capacity providers to the cluster `main`. */
const associate =
  (inputs: Properties) =>
  ({ create }: AwsAccount) => {
    create("aws:ecs/cluster:Cluster", "main", { name: "main" });
    create("aws:ecs/capacityProvider:CapacityProvider", "own", {
      name: "own",
      autoScalingGroupProvider: { autoScalingGroupArn: "arn:aws:autoscaling:us-east-1:123456789012:group" },
    });
    return create("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
      clusterName: "main",
      ...inputs,
    });
  };

const clusterCase = (
  rule: string,
  accepted: Properties,
  refused: Properties,
  message: string,
  code = "InvalidParameterException",
): RuleCase => ({
  rule,
  refused: associate(refused),
  message: said(
    `updating ECS Cluster Capacity Providers (${refused.clusterName ?? "main"})`,
    ["ECS", "PutClusterCapacityProviders", code],
    message,
  ),
  accepted: associate(accepted),
});

const byDefault = (capacityProvider: string): Properties => ({
  capacityProviders: ["FARGATE"],
  defaultCapacityProviderStrategies: [{ capacityProvider, weight: 1 }],
});

export const cases: RuleCase[] = [
  clusterCase(
    "cluster-of-capacity-providers-exists",
    { capacityProviders: [] },
    { clusterName: "mian", capacityProviders: [] },
    "Cluster not found.",
    "ClusterNotFoundException",
  ),
  clusterCase(
    "capacity-provider-exists",
    { capacityProviders: ["FARGATE", "FARGATE_SPOT", "own"] },
    { capacityProviders: ["FARGATE", "other"] },
    "The specified capacity provider does not exist. Specify a valid name or ARN and try again.",
  ),
  clusterCase(
    "default-strategy-associated",
    byDefault("FARGATE"),
    byDefault("FARGATE_SPOT"),
    "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.",
  ),
];
