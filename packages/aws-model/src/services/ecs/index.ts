import { FREE } from "../../descriptor/price.ts";
import type { Making } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { LOGS, PROVIDER, seconds } from "../../descriptor/times.ts";
import { INSIGHTS_METRICS, prices } from "../../facts/prices.ts";
import { registeredContainerDefinitions } from "../../schema/containerDefinitions.ts";
import { unknown } from "../../shared/values.ts";
import { records } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";
import { clusterName } from "./clusterName.ts";
import { clusterRules } from "./clusters.ts";
import { containerNameRules } from "./containerNames.ts";
import { definitionTypeRules } from "./definitionTypes.ts";
import { inputRules } from "./inputs.ts";
import { rules } from "./rules.ts";
import { serviceCapacityRules } from "./serviceCapacity.ts";
import { serviceRules } from "./services.ts";
import { capacityRules } from "./standing/capacity.ts";
import { dataServiceRules } from "./standing/dataServices.ts";
import { executionRules, logRules } from "./standing/execution.ts";
import { roleRules } from "./standing/roles.ts";
import { scheduleAndExecRules } from "./standing/schedulesAndExec.ts";
import { secretRules } from "./standing/secrets.ts";
import { serviceDiscoveryRules } from "./standing/serviceDiscovery.ts";
import { execRules, wayOutRules } from "./standing/wayOut.ts";
import { taskDefinitionRules } from "./taskDefinitions.ts";
import { taskSizeRules } from "./taskSizes.ts";

const SERVICE = "aws:ecs/service:Service";

function taskDefinitionArn(making: Making): string {
  const family = making.text("family");
  // A family keeps counting when its revisions are deregistered.
  const revision = making.world.next(`task definition ${making.region} ${family}`);
  return making.arn("ecs", `task-definition/${family}:${revision}`);
}

/** Clusters, services and task definitions. */
export const ecs: Service = {
  name: "ECS",
  types: {
    "aws:ecs/cluster:Cluster": {
      recipe: {
        id: (making) => making.arn("ecs", `cluster/${making.text("name")}`),
        filled: ({ id }) => ({
          arn: id,
          settings: [{ name: "containerInsights", value: "disabled" }],
          status: "ACTIVE",
        }),
      },
      keptBlocks: ["settings"],
      times: {
        create: seconds(11, 10, 12),
        update: seconds(11),
        delete: seconds(1, 1, 11),
        source: `${LOGS}: made in 10 to 12 s (four logs): the provider waits 10 s before it asks for the first time (${PROVIDER}/ecs/wait.go, clusterAvailableDelay).`,
      },
      price: ({ settings }, stack) => {
        const level = records(settings).find(({ name }) => name === "containerInsights")?.value;
        if (level === "enhanced") {
          return {
            parts: [],
            byUse:
              "Container Insights: 0.07 USD a metric and month, of the cluster, services, tasks and containers",
          };
        }
        if (level !== "enabled") return { parts: [] };
        const services = stack.filter(({ type }) => type === SERVICE).length;
        const metrics =
          INSIGHTS_METRICS.cluster + services * (INSIGHTS_METRICS.service + INSIGHTS_METRICS.family);
        return {
          parts: [
            { what: `${metrics} metrics of Container Insights`, usd: metrics * prices.metricMonth.usd },
          ],
          byUse: `${prices.logsGb.usd} USD a GB of its events`,
        };
      },
    },
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
      recipe: {
        id: ({ text }) => text("clusterName"),
      },
      times: {
        create: seconds(11),
        update: seconds(11),
        delete: seconds(11),
        source: `The provider waits as for the cluster, 10 s before it asks for the first time (${PROVIDER}/ecs/cluster_capacity_providers.go).`,
      },
      price: FREE,
      words: { create: "PutClusterCapacityProviders", remove: "PutClusterCapacityProviders" },
    },
    "aws:ecs/taskDefinition:TaskDefinition": {
      recipe: {
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
      harmlessTwice: true,
      times: ({ skipDestroy }) => ({
        create: seconds(1),
        update: seconds(1),
        delete: seconds(skipDestroy === true ? 0 : 1),
        source: `${LOGS}: 0 to 1 s; with \`skipDestroy\` a revision stays.`,
      }),
      price: FREE,
      words: { create: "RegisterTaskDefinition", remove: "DeregisterTaskDefinition" },
    },
    "aws:ecs/service:Service": {
      recipe: {
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
            // Without a life cycle of tasks, all wanted tasks run.
            runningCount: Number(making.text("desiredCount", "0")),
            status: "ACTIVE",
            triggers: {},
          };
        },
        updated: ({ inputs, changed }): Properties =>
          changed.has("desiredCount") ? { runningCount: inputs.desiredCount ?? 0 } : {},
      },
      defaults: {
        deploymentMaximumPercent: 200,
        deploymentMinimumHealthyPercent: 100,
        schedulingStrategy: "REPLICA",
      },
      nestedDefaults: {
        deploymentController: { type: "ECS" },
        "volumeConfiguration.managedEbsVolume": { encrypted: true, fileSystemType: "xfs" },
      },
      keptBlocks: ["deploymentCircuitBreaker", "deploymentConfiguration", "deploymentController"],
      blockSwitches: { deploymentCircuitBreaker: "enable" },
      times: ({ loadBalancers, waitForSteadyState }) => ({
        create: waitForSteadyState === true ? seconds(180, 60, 600) : seconds(2, 1, 30),
        update: waitForSteadyState === true ? seconds(180, 60, 600) : seconds(2, 1, 30),
        delete: seconds(Array.isArray(loadBalancers) && loadBalancers.length > 0 ? 150 : 60, 5, 240),
        source: `${LOGS}: made in 0 to 2 s without waiting for tasks. A deletion waits until the last task is gone: an estimate for running tasks that are idle (60 s of draining, where they are behind the load balancer, then their stop, then ECS); without tasks it takes some seconds.`,
      }),
      price: "tasks",
    },
  },
  rules: {
    preview: { definitionTypes: definitionTypeRules, inputs: inputRules },
    change: {
      containerNames: containerNameRules,
      rules,
      taskDefinitions: taskDefinitionRules,
      taskSizes: taskSizeRules,
      clusters: clusterRules,
      services: serviceRules,
      serviceCapacity: serviceCapacityRules,
    },
    launch: {
      "standing/roles": roleRules,
      "standing/wayOut": wayOutRules,
      "standing/secrets": secretRules,
      "standing/execution": executionRules,
    },
    rest: {
      "standing/execution": logRules,
      "standing/schedulesAndExec": scheduleAndExecRules,
      "standing/capacity": capacityRules,
      "standing/dataServices": dataServiceRules,
      "standing/serviceDiscovery": serviceDiscoveryRules,
      "standing/wayOut": execRules,
    },
  },
};
