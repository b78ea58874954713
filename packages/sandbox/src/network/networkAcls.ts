import { records, text, texts } from "../world/reading.ts";
import type { Properties, WorldResource } from "../world/world.ts";
import { type Addresses, inWords, isSurelyIn, mayBeIn } from "./addresses.ts";
import { type Block, readBlock } from "./blocks.ts";
import { called, type Network, type Subnet } from "./network.ts";
import type { Direction } from "./securityGroups.ts";

/** Ports from the first to the last. */
export type Ports = readonly [first: number, last: number];

/** The ports that Linux opens connections from, and so a task. */
export const TASK_PORTS: Ports = [32768, 60999];

/**
 * The ports that load balancers and NAT gateways open connections from.
 * https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
 */
export const GATEWAY_PORTS: Ports = [1024, 65535];

interface Entry {
  direction: Direction;
  number: number;
  allows: boolean;
  protocol: string;
  block: Block | undefined;
  ports: Ports;
}

const defaultType = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";

/** Why the network ACL of a subnet denies a part of this traffic; undefined if it may let all of it through. */
export function aclObstacle(
  network: Network,
  subnet: Subnet,
  direction: Direction,
  other: Addresses,
  ports: Ports,
): string | undefined {
  const acl = aclOf(network, subnet);
  if (!acl || subnet.ipv6Only) return undefined;
  const number = denial(acl.entries, direction, other, ports);
  if (number === undefined) return undefined;
  const range = ports[0] === ports[1] ? `${ports[0]}` : `${ports[0]}-${ports[1]}`;
  const whom = `${direction === "ingress" ? "from" : "to"} ${inWords(other)}`;
  const why = number === "*" ? "no rule allows it" : `rule ${number} denies it`;
  return `Network ACL ${acl.called} of subnet ${subnet.called} stops ${direction} TCP ${range} ${whom}: ${why}`;
}

/** The rule that denies some of the ports, `*` for the last one, which denies what no other allows. */
function denial(
  entries: readonly Entry[],
  direction: Direction,
  other: Addresses,
  ports: Ports,
): number | "*" | undefined {
  let open: Ports[] = [ports];
  for (const { number, allows, block, ports: ruled } of entries
    .filter((entry) => entry.direction === direction && ["-1", "tcp"].includes(entry.protocol))
    .sort((a, b) => a.number - b.number)) {
    if (!block) continue;
    if (allows && mayBeIn(other, block)) open = open.flatMap((range) => without(range, ruled));
    if (!allows && isSurelyIn(other, block) && open.some((range) => meet(range, ruled))) return number;
  }
  return open.length > 0 ? "*" : undefined;
}

const meet = (a: Ports, b: Ports): boolean => a[0] <= b[1] && b[0] <= a[1];

function without([first, last]: Ports, [from, to]: Ports): Ports[] {
  const left: Ports[] = [
    [first, Math.min(last, from - 1)],
    [Math.max(first, to + 1), last],
  ];
  return left.filter(([start, end]) => start <= end);
}

/** The one network ACL of a subnet, if it is in the world: its VPC's default one unless another takes it. */
function aclOf(network: Network, { id, vpcId }: Subnet): { called: string; entries: Entry[] } | undefined {
  const own = network.all("aws:ec2/networkAcl:NetworkAcl");
  const given = network
    .all("aws:ec2/networkAclAssociation:NetworkAclAssociation")
    .find(({ state }) => state.subnetId === id)?.state.networkAclId;
  const chosen = text(given) || own.find(({ state }) => texts(state.subnetIds).includes(id))?.id;
  if (chosen) {
    const acl = own.find((candidate) => candidate.id === chosen) ?? network.get(defaultType, chosen);
    return acl && { called: called(acl), entries: [...inline(acl), ...separate(network, chosen)] };
  }
  const defaultId = text(network.get("aws:ec2/vpc:Vpc", vpcId)?.state.defaultNetworkAclId);
  if (!defaultId) return undefined;
  const adopted = network.get(defaultType, defaultId);
  return {
    called: adopted ? called(adopted) : `default (${defaultId})`,
    entries: [...(adopted ? inline(adopted) : ofNewVpc), ...separate(network, defaultId)],
  };
}

/** How AWS makes the default ACL of a VPC: rule 100 allows everything. */
const ofNewVpc: readonly Entry[] = (["ingress", "egress"] as const).map((direction) => ({
  direction,
  number: 100,
  allows: true,
  protocol: "-1",
  block: readBlock("0.0.0.0/0"),
  ports: [0, 65535],
}));

const inline = ({ state }: WorldResource): Entry[] =>
  (["ingress", "egress"] as const).flatMap((direction) =>
    records(state[direction]).map((rule) => entry(direction, rule.ruleNo, rule.action, rule)),
  );

const separate = (network: Network, id: string): Entry[] =>
  network
    .all("aws:ec2/networkAclRule:NetworkAclRule")
    .filter(({ state }) => state.networkAclId === id)
    .map(({ state }) =>
      entry(state.egress === true ? "egress" : "ingress", state.ruleNumber, state.ruleAction, state),
    );

function entry(
  direction: Direction,
  number: Properties[string] | undefined,
  action: Properties[string] | undefined,
  rule: Properties,
): Entry {
  const protocol = { all: "-1", "6": "tcp" }[String(rule.protocol)] ?? String(rule.protocol);
  return {
    direction,
    number: Number(number),
    allows: String(action).toLowerCase() === "allow",
    protocol,
    block: readBlock(text(rule.cidrBlock)),
    ports: protocol === "-1" ? [0, 65535] : [Number(rule.fromPort ?? 0), Number(rule.toPort ?? 65535)],
  };
}
