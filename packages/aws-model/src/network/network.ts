import { nameOf } from "../shared/urn.ts";
import { text } from "../world/reading.ts";
import type { World, WorldResource } from "../world/world.ts";
import { type Block, readBlocks } from "./blocks.ts";

/**
 * The world as far as it says who reaches whom. What is in it is taken as it is; what it only names, such as a
 * subnet of a VPC that no stack has made, is not known, and nothing is held against it.
 */
export interface Network {
  /** Resources of a type, read once. */
  all(type: string): readonly WorldResource[];
  get(type: string, id: string): WorldResource | undefined;
}

export function networkOf(world: World): Network {
  const read = new Map<string, Map<string, WorldResource>>();
  const byId = (type: string) => {
    const known = read.get(type);
    if (known) return known;
    const resources = new Map(world.resources(type).map((resource) => [resource.id, resource]));
    read.set(type, resources);
    return resources;
  };
  return {
    all: (type) => [...byId(type).values()],
    get: (type, id) => byId(type).get(id),
  };
}

export interface Vpc {
  id: string;
  /** For messages. */
  called: string;
  defaultGroup: string;
  dnsSupport: boolean;
  dnsHostnames: boolean;
}

export interface Subnet {
  id: string;
  /** For messages. */
  called: string;
  vpcId: string;
  /** Its availability zone. */
  zone: string;
  blocks: readonly Block[];
  /** Whether its addresses are IPv6 only. */
  ipv6Only: boolean;
}

export function vpcOf(network: Network, id: string): Vpc | undefined {
  const resource = network.get("aws:ec2/vpc:Vpc", id);
  if (!resource) return undefined;
  const { state } = resource;
  const dnsSupport = state.enableDnsSupport !== false;
  return {
    id,
    called: called(resource),
    defaultGroup: text(state.defaultSecurityGroupId),
    dnsSupport,
    dnsHostnames: state.enableDnsHostnames === true,
  };
}

export function subnetOf(network: Network, id: string): Subnet | undefined {
  const resource = network.get("aws:ec2/subnet:Subnet", id);
  if (!resource) return undefined;
  const { vpcId, availabilityZone, cidrBlock, ipv6CidrBlock, ipv6Native } = resource.state;
  return {
    id,
    called: called(resource),
    vpcId: text(vpcId),
    zone: text(availabilityZone),
    blocks: readBlocks([text(cidrBlock), text(ipv6CidrBlock)]),
    ipv6Only: ipv6Native === true,
  };
}

/** A resource in messages: its name in the program, and AWS's. */
export const called = ({ urn, id }: Pick<WorldResource, "urn" | "id">): string => `${nameOf(urn)} (${id})`;
