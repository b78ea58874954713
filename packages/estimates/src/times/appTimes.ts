import { LOGS, PROVIDER, seconds } from "./seconds.ts";
import type { TimesOf } from "./times.ts";

/** What an environment is made of. */
export const appTimes: Record<string, TimesOf> = {
  "aws:ecs/cluster:Cluster": {
    create: seconds(11, 10, 12),
    update: seconds(11),
    delete: seconds(1, 1, 11),
    source: `${LOGS}: made in 10 to 12 s (four logs): the provider waits 10 s before it asks for the first time (${PROVIDER}/ecs/wait.go, clusterAvailableDelay).`,
  },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
    create: seconds(11),
    update: seconds(11),
    delete: seconds(11),
    source: `The provider waits as for the cluster, 10 s before it asks for the first time (${PROVIDER}/ecs/cluster_capacity_providers.go).`,
  },
  "aws:ecs/service:Service": ({ loadBalancers, waitForSteadyState }) => ({
    create: waitForSteadyState === true ? seconds(180, 60, 600) : seconds(2, 1, 30),
    update: waitForSteadyState === true ? seconds(180, 60, 600) : seconds(2, 1, 30),
    delete: seconds(Array.isArray(loadBalancers) && loadBalancers.length > 0 ? 150 : 60, 5, 240),
    source: `${LOGS}: made in 0 to 2 s without waiting for tasks. A deletion waits until the last task is gone: an estimate for running tasks that are idle (60 s of draining, where they are behind the load balancer, then their stop, then ECS); without tasks it takes some seconds.`,
  }),
  "aws:ecs/taskDefinition:TaskDefinition": ({ skipDestroy }) => ({
    create: seconds(1),
    update: seconds(1),
    delete: seconds(skipDestroy === true ? 0 : 1),
    source: `${LOGS}: 0 to 1 s; with \`skipDestroy\` a revision stays.`,
  }),
  "aws:iam/role:Role": {
    create: seconds(2, 1, 10),
    update: seconds(1),
    delete: seconds(1),
    source: `${LOGS}: made in 2 s. Until a new role can be used everywhere some seconds pass, for which the provider tries again what uses it.`,
  },
};
