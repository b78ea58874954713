import { formatIpv4Block, type Ipv4Block, sizeOf } from "./cidr.ts";

/** The subnets of a VPC: one block a zone, zone by zone, for each use. */
export interface SubnetLayout {
  /** For tasks. Half of a zone. */
  private: string[];
  /** For the load balancer and NAT gateways, and for tasks where there is no NAT. A quarter of a zone. */
  public: string[];
  /** For the database and the cache, without a route to the internet. An eighth of a zone. */
  isolated: string[];
}

/** Longest prefix of a VPC: it leaves 128 addresses for the tasks of a zone, and the load balancer more than the /27 that it needs. */
export const MAX_VPC_PREFIX = 22;
/** Shortest prefix that AWS accepts for a VPC. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const MIN_VPC_PREFIX = 16;

/**
 * Where the subnets are. Each zone has a quarter of the VPC, so a further zone moves nothing, and within it fixed places;
 * its last eighth stays free. The layout is written down here, and not left to a default that a new version could change,
 * because moving a subnet replaces it and everything in it.
 */
export function subnetLayout(vpc: Ipv4Block, zones: number): SubnetLayout {
  const zone = (index: number): Ipv4Block => {
    const prefix = vpc.prefix + 2;
    return { start: vpc.start + index * sizeOf({ start: 0, prefix }), prefix };
  };
  const part = (offset: number, bits: number) =>
    Array.from({ length: zones }, (_, index) => {
      const { start, prefix } = zone(index);
      const block = { start: start + offset * sizeOf({ start, prefix }), prefix: prefix + bits };
      return formatIpv4Block(block);
    });
  return { private: part(0, 1), public: part(1 / 2, 2), isolated: part(3 / 4, 3) };
}
