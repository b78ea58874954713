import { blockAfter, blockSize, type Ipv4Block, overlap } from "./ipv4Block.ts";
import { everyZone, type SubnetPlan } from "./subnetPlan.ts";
import { DEFAULT_SPECS } from "./subnetSpecs.ts";
import type { SubnetSpec } from "./vpcArgs.ts";

/** The order of the Legacy strategy, and the mask of the largest block that it gives to each type by itself. */
const GROUPS = [
  { type: "Private", mask: 19 },
  { type: "Public", mask: 20 },
  { type: "Isolated", mask: 24 },
] as const;

/**
 * The strategy Legacy, which is awsx's default: the VPC is divided evenly between the zones, and each zone holds its
 * private, then its public, then its isolated subnets. Explicit `cidrBlocks`, unused ranges and
 * `availabilityZoneCidrMask` have no effect here, as in awsx.
 */
export function legacyPlan(zoneCount: number, specs: readonly SubnetSpec[] | undefined): SubnetPlan {
  const zones = (vpc: Ipv4Block) => {
    const mask = vpc.mask + Math.ceil(Math.log2(zoneCount));
    return Array.from({ length: zoneCount }, (_, zone) =>
      nth({ address: vpc.address, mask: checkMask(mask) }, zone),
    );
  };
  if (specs === undefined) {
    return {
      // All private subnets come before all public ones: awsx's `subnetLayout` is made from this order.
      subnets: DEFAULT_SPECS.flatMap((spec) => everyZone(zoneCount, [spec])),
      allocate: (vpc) => [...zones(vpc).map(defaultPrivate), ...zones(vpc).map(defaultPublic)],
    };
  }
  const groups = GROUPS.map(({ type, mask }) => ({
    mask,
    specs: specs.filter((spec) => spec.type === type),
  }));
  return {
    subnets: everyZone(
      zoneCount,
      groups.flatMap((group) => group.specs),
    ),
    allocate: (vpc) => zones(vpc).flatMap((zone) => fillZone(zone, groups, specs.length === 1 ? 0 : 1)),
  };
}

function defaultPrivate({ address, mask }: Ipv4Block): Ipv4Block {
  return { address, mask: checkMask(mask + 1) };
}

function defaultPublic({ address, mask }: Ipv4Block): Ipv4Block {
  return { address: address + blockSize(mask + 1), mask: checkMask(mask + 2) };
}

/**
 * Each type starts behind the last block of the type before it, and its nth subnet is tried at the nth block of its
 * size from there; where that overlaps the subnet before, the next aligned block is taken.
 */
function fillZone(
  zone: Ipv4Block,
  groups: readonly { mask: number; specs: readonly SubnetSpec[] }[],
  extraBits: 0 | 1,
): Ipv4Block[] {
  const blocks: Ipv4Block[] = [];
  let previous: Ipv4Block = { address: zone.address - 1, mask: 32 };
  for (const group of groups) {
    const last = blocks.at(-1);
    const start = last ? nth(last, 1).address : zone.address;
    for (const [index, spec] of group.specs.entries()) {
      const mask = checkMask(spec.cidrMask ?? Math.max(zone.mask + extraBits, group.mask));
      const block = nth({ address: start, mask }, index);
      previous = overlap(previous, block) ? blockAfter(previous, mask) : block;
      blocks.push(previous);
    }
  }
  return blocks;
}

function nth({ address, mask }: Ipv4Block, index: number): Ipv4Block {
  return { address: address + index * blockSize(mask), mask };
}

function checkMask(mask: number): number {
  if (mask > 32) throw new Error("The VPC is too small for that many availability zones and subnets.");
  return mask;
}
