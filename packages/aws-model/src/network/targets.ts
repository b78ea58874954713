import { record, records, text, texts } from "../world/reading.ts";
import type { Value, WorldResource } from "../world/world.ts";
import { connectionObstacle } from "./connections.ts";
import type { Network } from "./network.ts";

/** A service behind a load balancer, one by one. */
export interface Target {
  network: Network;
  service: WorldResource;
  targetGroup: WorldResource;
  balancer: WorldResource;
  /** The port of the container, which the tasks are registered with. */
  port: number;
  subnets: readonly string[];
  groups: readonly string[];
}

/** The targets of all services. */
export const targetsIn = (network: Network): Target[] =>
  network.all("aws:ecs/service:Service").flatMap((service) => targetsOf(network, service));

function targetsOf(network: Network, service: WorldResource): Target[] {
  const placed = record(service.state.networkConfiguration);
  return records(service.state.loadBalancers).flatMap(({ targetGroupArn, containerPort }) => {
    const targetGroup = network.get("aws:lb/targetGroup:TargetGroup", text(targetGroupArn));
    // Tasks without a network of their own are reached through machines, about which nothing is known.
    if (!targetGroup || texts(placed.subnets).length === 0) return [];
    return balancersOf(network, targetGroup.id).map((balancer) => ({
      network,
      service,
      targetGroup,
      balancer,
      port: Number(containerPort),
      subnets: texts(placed.subnets),
      groups: texts(placed.securityGroups),
    }));
  });
}

/** What keeps a load balancer from a port of the tasks; undefined if nothing does. */
export const obstacleTo = (
  { network, balancer, subnets, groups }: Target,
  port: number,
): string | undefined =>
  connectionObstacle(network, {
    from: { subnets: subnetsOf(balancer), groups: texts(balancer.state.securityGroups) },
    to: { subnets, groups },
    port,
    reaches: "every",
  });

/** The port that health checks go to: one of its own, or the one of the traffic. */
export function checkedPort({ targetGroup, port }: Target): number {
  const own = Number(record(targetGroup.state.healthCheck).port);
  return Number.isNaN(own) ? port : own;
}

/** The target groups of a service whose health checks don't reach its tasks. */
export function unreachedTargetGroups(network: Network, service: WorldResource): string[] {
  return targetsOf(network, service)
    .filter((target) => obstacleTo(target, checkedPort(target)) !== undefined)
    .map(({ targetGroup }) => targetGroup.id);
}

/** Application load balancers with a listener or a rule that forwards to the target group. */
function balancersOf(network: Network, targetGroup: string): WorldResource[] {
  const listeners = network.all("aws:lb/listener:Listener");
  const byRules = network
    .all("aws:lb/listenerRule:ListenerRule")
    .filter(({ state }) => forwardsTo(state.actions, targetGroup))
    .map(({ state }) => state.listenerArn);
  const arns = listeners
    .filter(({ id, state }) => byRules.includes(id) || forwardsTo(state.defaultActions, targetGroup))
    .map(({ state }) => state.loadBalancerArn);
  return applicationLoadBalancers(network).filter(({ id }) => arns.includes(id));
}

const forwardsTo = (actions: Value | undefined, targetGroup: string): boolean =>
  records(actions).some(
    ({ targetGroupArn, forward }) =>
      targetGroupArn === targetGroup ||
      records(record(forward).targetGroups).some(({ arn }) => arn === targetGroup),
  );

export const applicationLoadBalancers = (network: Network): WorldResource[] =>
  network
    .all("aws:lb/loadBalancer:LoadBalancer")
    .filter(({ state }) => (state.loadBalancerType ?? "application") === "application");

export const subnetsOf = ({ state }: WorldResource): string[] => [
  ...new Set([
    ...texts(state.subnets),
    ...records(state.subnetMappings).map(({ subnetId }) => text(subnetId)),
  ]),
];
