import { type Network, networkOf, type Subnet, subnetOf, vpcOf } from "../../network/network.ts";
import { groupsIn, securityGroupOf } from "../../network/securityGroups.ts";
import {
  applicationLoadBalancers,
  checkedPort,
  obstacleTo,
  subnetsOf,
  type Target,
  targetsIn,
} from "../../network/targets.ts";
import { internetObstacle } from "../../network/wayOut.ts";
import type { Finding, StandingRule } from "../../rules/standingRule.ts";
import { nameOf } from "../../shared/urn.ts";
import { text, texts } from "../../world/reading.ts";
import type { WorldResource } from "../../world/world.ts";

const elb = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application";

/** Network rules around application load balancers. */
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
      const checked = checkedPort(target);
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

const known = (network: Network, ids: readonly string[]): Subnet[] =>
  ids.map((id) => subnetOf(network, id)).filter((subnet) => subnet !== undefined);

/** Who can't reach a listener: everyone, or those whom DNS sends to a subnet that the internet doesn't reach. */
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
