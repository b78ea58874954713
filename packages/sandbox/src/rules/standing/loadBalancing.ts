import { connectionObstacle } from "../../network/connections.ts";
import { type Network, networkOf, type Subnet, subnetOf, vpcOf } from "../../network/network.ts";
import { GATEWAY_PORTS } from "../../network/networkAcls.ts";
import { groupsIn, securityGroupOf } from "../../network/securityGroups.ts";
import { internetObstacle } from "../../network/wayOut.ts";
import { nameOf } from "../../provider/urn.ts";
import { record, records, text, texts } from "../../world/reading.ts";
import type { Value, WorldResource } from "../../world/world.ts";
import type { Finding, StandingRule } from "./standingRule.ts";

/** A service behind a load balancer, one by one. */
interface Target {
  network: Network;
  service: WorldResource;
  targetGroup: WorldResource;
  balancer: WorldResource;
  /** The port of the container, which the tasks are registered with. */
  port: number;
  subnets: readonly string[];
  groups: readonly string[];
}

const elb = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application";

/** Rules of the network around application load balancers. */
export const loadBalancingRules: readonly StandingRule[] = [
  aboutTargets(
    "target-in-vpc",
    `${elb}/target-group-register-targets.html`,
    ({ network, service, targetGroup, subnets }) => {
      const home = vpcOf(network, text(targetGroup.state.vpcId));
      const stray = known(network, subnets).find(({ vpcId }) => home && vpcId !== home.id);
      if (!home || !stray) return undefined;
      return `(service ${service.state.name}) failed to register targets in (target-group ${targetGroup.id}) with (error The Availability Zone for IP address '${stray.blocks[0]?.address}' must be 'all' for Application Load Balancer target groups, when not within the VPC). Subnet ${stray.called} is not in VPC ${home.called}, which the target group is in.`;
    },
  ),
  aboutTargets(
    "target-in-enabled-zone",
    `${elb}/load-balancer-subnets.html`,
    ({ network, targetGroup, balancer, subnets }) => {
      const enabled = subnetsOf(balancer).map((id) => subnetOf(network, id)?.zone);
      const stray = known(network, subnets).find(({ zone }) => !enabled.includes(zone));
      if (!stray || enabled.includes(undefined)) return undefined;
      return `Target.NotInUse: Target is in an Availability Zone that is not enabled for the load balancer (target group ${nameOf(targetGroup.urn)}). Load balancer ${nameOf(balancer.urn)} has no subnet in ${stray.zone}, where subnet ${stray.called} is.`;
    },
  ),
  aboutTargets(
    "target-answers-load-balancer",
    `${elb}/target-group-register-targets.html#target-security-groups`,
    (target) => {
      const { port, targetGroup } = target;
      const checked = healthCheckPort(targetGroup) ?? port;
      const obstacle = obstacleTo(target, checked);
      if (obstacle)
        return `Target.Timeout: Request timed out (target group ${nameOf(targetGroup.urn)}, port ${checked}). ${obstacle}.`;
      const other = obstacleTo(target, port);
      return (
        other &&
        `HTTP 504: Gateway Time-out (target group ${nameOf(targetGroup.urn)}, port ${port}). ${other}.`
      );
    },
  ),
  {
    name: "load-balancer-is-reached",
    source: `${elb}/load-balancer-troubleshooting.html`,
    check: (world) => {
      const network = networkOf(world);
      return applicationLoadBalancers(network).flatMap((balancer) =>
        network
          .all("aws:lb/listener:Listener")
          .filter(({ state }) => state.loadBalancerArn === balancer.id)
          .flatMap(({ state }) => unreached(network, balancer, Number(state.port))),
      );
    },
  },
];

function aboutTargets(
  name: string,
  source: string,
  obstacle: (target: Target) => string | undefined,
): StandingRule {
  return {
    name,
    source,
    check: (world) =>
      targetsIn(networkOf(world)).flatMap((target) => {
        const message = obstacle(target);
        return message === undefined ? [] : [{ urn: target.service.urn, message }];
      }),
  };
}

function targetsIn(network: Network): Target[] {
  return network.all("aws:ecs/service:Service").flatMap((service) => {
    const placed = record(service.state.networkConfiguration);
    return records(service.state.loadBalancers).flatMap(({ targetGroupArn, containerPort }) => {
      const targetGroup = network.get("aws:lb/targetGroup:TargetGroup", text(targetGroupArn));
      // Tasks without a network of their own are reached through machines, of which nothing is known.
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
  });
}

const obstacleTo = ({ network, balancer, subnets, groups }: Target, port: number): string | undefined =>
  connectionObstacle(network, {
    from: { subnets: subnetsOf(balancer), groups: texts(balancer.state.securityGroups) },
    to: { subnets, groups },
    port,
    clientPorts: GATEWAY_PORTS,
    reaches: "every",
  });

/** A port of its own for health checks; undefined where it is the one of the traffic. */
function healthCheckPort({ state }: WorldResource): number | undefined {
  const port = Number(record(state.healthCheck).port);
  return Number.isNaN(port) ? undefined : port;
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

const applicationLoadBalancers = (network: Network): WorldResource[] =>
  network
    .all("aws:lb/loadBalancer:LoadBalancer")
    .filter(({ state }) => (state.loadBalancerType ?? "application") === "application");

const subnetsOf = ({ state }: WorldResource): string[] => [
  ...new Set([
    ...texts(state.subnets),
    ...records(state.subnetMappings).map(({ subnetId }) => text(subnetId)),
  ]),
];

const known = (network: Network, ids: readonly string[]): Subnet[] =>
  ids.map((id) => subnetOf(network, id)).filter((subnet) => subnet !== undefined);

/** Who can't get to a listener: everyone, or those whom DNS sends to a subnet that the internet doesn't reach. */
function unreached(network: Network, balancer: WorldResource, port: number): Finding[] {
  const subnets = known(network, subnetsOf(balancer));
  const [first] = subnets;
  const ids = groupsIn(first && vpcOf(network, first.vpcId), texts(balancer.state.securityGroups)) ?? [];
  const groups = ids.map((id) => securityGroupOf(network, id));
  const isOpen = groups.some((group) => !group || group.ingress.some((rule) => opens(rule, port)));
  const closed =
    isOpen || groups.length === 0
      ? undefined
      : `No rule of ${groups.map((group) => group?.called).join(", ")} lets anybody in on TCP ${port}`;
  const cutOff = subnets
    .map((subnet) =>
      balancer.state.internal === true ? undefined : internetObstacle(network, subnet, "load balancer"),
    )
    .find((obstacle) => obstacle !== undefined);
  const obstacle = closed ?? cutOff;
  if (obstacle === undefined) return [];
  const message = `curl: (28) Failed to connect to ${balancer.state.dnsName} port ${port}: Connection timed out. ${obstacle}.`;
  return [{ urn: balancer.urn, message }];
}

const opens = (
  { protocol, from, to }: { protocol: string; from: number; to: number },
  port: number,
): boolean => protocol === "-1" || (protocol === "tcp" && from <= port && port <= to);
