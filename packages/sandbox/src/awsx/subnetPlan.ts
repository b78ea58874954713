import type { Ipv4Block } from "./ipv4Block.ts";
import type { SubnetSpec } from "./vpcArgs.ts";

/** A subnet to make, before it is known where: the VPC's block may come from IPAM. */
export interface PlannedSubnet {
  readonly spec: SubnetSpec;
  /** Index of the availability zone, from 0. */
  readonly zone: number;
}

/** What a strategy makes of the specs. `allocate` gives each of the subnets its block, in the same order. */
export interface SubnetPlan {
  readonly subnets: readonly PlannedSubnet[];
  readonly allocate: (vpc: Ipv4Block) => Ipv4Block[];
}

/** Each spec once in each zone, zone by zone. */
export function everyZone(zoneCount: number, specs: readonly SubnetSpec[]): PlannedSubnet[] {
  return Array.from({ length: zoneCount }).flatMap((_, zone) => specs.map((spec) => ({ spec, zone })));
}
