import { registeredContainerDefinitions } from "../schema/containerDefinitions.ts";
import { unknown } from "../shared/values.ts";
import type { Properties } from "../world/world.ts";
import type { Making, Recipe, Recipes } from "./recipe.ts";

const taskDefinitionType = "aws:ecs/taskDefinition:TaskDefinition";

/** Name of a cluster, from its name or ARN; without either, the default cluster's. */
export const clusterName = (cluster: string): string => cluster.split("/").pop() || "default";

function taskDefinitionArn(making: Making): string {
  const family = making.text("family");
  // A family keeps counting when its revisions are deregistered.
  const revision = making.world.next(`task definition ${making.region} ${family}`);
  return making.arn("ecs", `task-definition/${family}:${revision}`);
}

const registry: Recipe["filled"] = ({ account }) => ({ registryId: account });

export const containers: Recipes = {
  "aws:ecs/cluster:Cluster": {
    id: (making) => making.arn("ecs", `cluster/${making.text("name")}`),
    filled: ({ id }) => ({
      arn: id,
      settings: [{ name: "containerInsights", value: "disabled" }],
      status: "ACTIVE",
    }),
  },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
    id: ({ text }) => text("clusterName"),
  },
  [taskDefinitionType]: {
    // The provider's id is the family, which many revisions share: in the world each is under its ARN.
    id: ({ text }) => text("family"),
    key: (state) => state.arn,
    filled: (making) => {
      const arn = taskDefinitionArn(making);
      return {
        arn,
        arnWithoutRevision: arn.replace(/:\d+$/, ""),
        networkMode: making.texts("requiresCompatibilities").includes("FARGATE") ? "awsvpc" : "bridge",
        registeredAt: making.world.now(),
        revision: Number(arn.split(":").pop()),
        status: "ACTIVE",
      };
    },
    kept: ({ containerDefinitions, networkMode }): Properties =>
      typeof containerDefinitions === "string" && containerDefinitions !== unknown
        ? { containerDefinitions: registeredContainerDefinitions(containerDefinitions, networkMode) }
        : {},
    remains: ({ state }) => ({
      kind: "task-definition",
      id: String(state.arn),
      state: {
        ...state,
        status: state.skipDestroy === true ? "ACTIVE" : "INACTIVE",
      },
    }),
  },
  "aws:ecs/service:Service": {
    id: (making) =>
      making.arn("ecs", `service/${clusterName(making.text("cluster"))}/${making.text("name")}`),
    filled: (making) => {
      const hasStrategy = Array.isArray(making.inputs.capacityProviderStrategies);
      return {
        arn: making.id,
        cluster: making.arn("ecs", "cluster/default"),
        createdAt: making.world.now(),
        desiredCount: 0,
        iamRole: making.globalArn("iam", "role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"),
        launchType: hasStrategy ? "" : "EC2",
        pendingCount: 0,
        platformVersion: making.inputs.launchType === "FARGATE" || hasStrategy ? "LATEST" : "",
        // Without a life cycle of tasks, all that are wanted run.
        runningCount: Number(making.text("desiredCount", "0")),
        status: "ACTIVE",
        triggers: {},
      };
    },
    updated: ({ inputs, changed }): Properties =>
      changed.has("desiredCount") ? { runningCount: inputs.desiredCount ?? 0 } : {},
  },
  "aws:ecr/repository:Repository": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.arn("ecr", `repository/${making.id}`),
      registryId: making.account,
      repositoryUrl: `${making.account}.dkr.ecr.${making.region}.amazonaws.com/${making.id}`,
    }),
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    id: ({ text }) => text("repository"),
    filled: registry,
  },
};
