import { records, text, texts } from "../world/reading.ts";
import type { Properties } from "../world/world.ts";
import { type Addresses, inWords, mayBeIn } from "./addresses.ts";
import { type Block, readBlocks } from "./blocks.ts";
import { prefixListService } from "./endpoints.ts";
import { called, type Network, type Vpc } from "./network.ts";

export type Direction = "ingress" | "egress";

/** What one rule lets through. */
export interface Permission {
  /** `tcp`, or `-1` for everything. */
  protocol: string;
  from: number;
  to: number;
  blocks: readonly Block[];
  groups: readonly string[];
  prefixLists: readonly string[];
}

export interface SecurityGroup extends Record<Direction, readonly Permission[]> {
  id: string;
  /** For messages. */
  called: string;
}

/** The other end of a connection, as the rules of a group see it. */
export interface Peer {
  addresses: Addresses;
  /** Undefined where they are not known. */
  groups: readonly string[] | undefined;
  /** The service of AWS that it is, such as `s3`. */
  service?: string;
}

const inlineTypes = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
] as const;

const ruleTypes = {
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
} as const;

const everything = { protocol: "-1", from: 0, to: 0, blocks: [], groups: [], prefixLists: [] };

/** A group with its rules, whichever resources define them; undefined for one that isn't in the world. */
export function securityGroupOf(network: Network, id: string): SecurityGroup | undefined {
  const resource = inlineTypes.map((type) => network.get(type, id)).find((found) => found !== undefined);
  const vpc = network.all("aws:ec2/vpc:Vpc").find(({ state }) => state.defaultSecurityGroupId === id);
  if (!resource && !vpc) return undefined;
  const permissions = (direction: Direction): Permission[] => [
    ...(resource ? permissionsIn(resource.type, resource.state, direction, id) : ofNewVpc(id)[direction]),
    ...network
      .all(ruleTypes[direction])
      .filter(({ state }) => state.securityGroupId === id)
      .flatMap(({ type, state }) => permissionsIn(type, state, direction, id)),
  ];
  return {
    id,
    called: resource ? called(resource) : `default (${id})`,
    ingress: permissions("ingress"),
    egress: permissions("egress"),
  };
}

/** What a resource lets through in a direction: a group, or a rule for one. */
export function permissionsIn(
  type: string,
  properties: Properties,
  direction: Direction,
  group: string,
): Permission[] {
  if (type === ruleTypes[direction]) return [fromRule(properties)];
  return inlineTypes.some((inline) => inline === type)
    ? records(properties[direction]).map((rule) => fromBlock(rule, group))
    : [];
}

/**
 * The groups that something names: if it names none, it is in the default group of its VPC. Undefined if
 * that isn't known.
 */
export function groupsIn(vpc: Vpc | undefined, groups: readonly string[]): readonly string[] | undefined {
  if (groups.length > 0) return groups;
  return vpc && [vpc.defaultGroup];
}

/** Why none of the groups lets a TCP connection through; undefined if one does, or may. */
export function groupObstacle(
  network: Network,
  ids: readonly string[] | undefined,
  direction: Direction,
  peer: Peer,
  port: number,
): string | undefined {
  if (!ids) return undefined;
  const groups = ids.map((id) => securityGroupOf(network, id));
  const names: string[] = [];
  for (const group of groups) {
    if (!group || group[direction].some((permission) => permits(network, permission, peer, port)))
      return undefined;
    names.push(group.called);
  }
  const whose =
    names.length === 1
      ? `Security group ${names[0]} has no ${direction} rule`
      : `None of the security groups ${names.join(", ")} has an ${direction} rule`;
  return `${whose} for TCP ${port} ${direction === "ingress" ? "from" : "to"} ${whom(network, peer)}`;
}

export function permits(network: Network, permission: Permission, peer: Peer, port: number): boolean {
  const { protocol, from, to, blocks, groups, prefixLists } = permission;
  if (protocol !== "-1" && (protocol !== "tcp" || port < from || port > to)) return false;
  return (
    blocks.some((block) => mayBeIn(peer.addresses, block)) ||
    groups.some((group) => peer.groups?.includes(group) ?? true) ||
    prefixLists.some((list) => mayBeOn(network, list, peer))
  );
}

function mayBeOn(network: Network, list: string, peer: Peer): boolean {
  const service = prefixListService(network, list);
  return service === undefined || service === peer.service;
}

function whom(network: Network, { addresses, groups }: Peer): string {
  const names = (groups ?? []).map((id) => `security group ${securityGroupOf(network, id)?.called ?? id}`);
  return [...names, ...(addresses === undefined ? [] : [inWords(addresses)])].join(" or ");
}

/** A rule inside a group: it has lists. */
function fromBlock(rule: Properties, own: string): Permission {
  return {
    protocol: protocolOf(rule.protocol),
    from: Number(rule.fromPort ?? 0),
    to: Number(rule.toPort ?? 0),
    blocks: readBlocks([...texts(rule.cidrBlocks), ...texts(rule.ipv6CidrBlocks)]),
    groups: [...groupIds(texts(rule.securityGroups)), ...(rule.self === true ? [own] : [])],
    prefixLists: texts(rule.prefixListIds),
  };
}

/** A rule that is a resource of its own: it allows one thing. */
function fromRule(rule: Properties): Permission {
  return {
    protocol: protocolOf(rule.ipProtocol),
    from: Number(rule.fromPort ?? 0),
    to: Number(rule.toPort ?? 65535),
    blocks: readBlocks([text(rule.cidrIpv4), text(rule.cidrIpv6)]),
    groups: groupIds([text(rule.referencedSecurityGroupId)]),
    prefixLists: [text(rule.prefixListId)].filter((list) => list !== ""),
  };
}

/** How AWS makes the default group of a VPC: all of its members reach each other, and everyone. */
function ofNewVpc(id: string): Record<Direction, Permission[]> {
  return {
    ingress: [{ ...everything, groups: [id] }],
    egress: [{ ...everything, blocks: readBlocks(["0.0.0.0/0", "::/0"]) }],
  };
}

/** A group of another account is written with that account's number before it. */
const groupIds = (ids: readonly string[]): string[] =>
  ids.filter((id) => id !== "").map((id) => id.split("/").at(-1) ?? id);

function protocolOf(value: Properties[string] | undefined): string {
  const protocol = String(value).toLowerCase();
  if (protocol === "all") return "-1";
  return protocol === "6" ? "tcp" : protocol;
}
