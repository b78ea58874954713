import { blockAfter, blockAround, blockSize, firstAddress, type Ipv4Block, parseBlock } from "./ipv4Block.ts";
import { everyZone, type SubnetPlan } from "./subnetPlan.ts";
import { DEFAULT_SPECS, type ExplicitSubnetSpec } from "./subnetSpecs.ts";
import type { SubnetSpec } from "./vpcArgs.ts";

/**
 * The strategies Auto and Exact: the VPC is divided evenly between the zones, rounded up to a power of two, and
 * each zone is filled in the order of the specs, with gaps where a larger block follows a smaller one.
 */
export function autoPlan(
  zoneCount: number,
  specs: readonly SubnetSpec[] | undefined,
  zoneMask: number | undefined,
): SubnetPlan {
  return {
    subnets: everyZone(zoneCount, specs ?? DEFAULT_SPECS),
    allocate: (vpc) => {
      const mask = zoneMask ?? evenZoneMask(vpc, zoneCount);
      return fillZones(vpc, zoneCount, mask, specs ?? defaultSpecs(mask));
    },
  };
}

/** The strategy AutoMerge: as Auto, with the specs laid over a default private and public subnet. */
export function autoMergePlan(
  zoneCount: number,
  specs: readonly SubnetSpec[],
  zoneMask: number | undefined,
): SubnetPlan {
  if (specs.some((spec) => spec.cidrBlocks !== undefined)) {
    throw new Error(
      'subnetStrategy="AutoMerge" does not support subnetSpecs with explicit cidrBlocks. Use subnetStrategy="Auto" or "Exact" to fully specify the subnet layout.',
    );
  }
  return {
    subnets: everyZone(zoneCount, mergeOver(DEFAULT_SPECS, specs)),
    allocate: (vpc) => {
      const mask = zoneMask ?? evenZoneMask(vpc, zoneCount);
      return fillZones(vpc, zoneCount, mask, mergeOver(defaultSpecs(mask), specs));
    },
  };
}

/** Specs that name each block themselves. */
export function explicitPlan(zoneCount: number, specs: readonly ExplicitSubnetSpec[]): SubnetPlan {
  const subnets = everyZone(zoneCount, specs);
  return {
    subnets,
    allocate: () => subnets.map(({ spec, zone }) => parseBlock(spec.cidrBlocks?.[zone] ?? "")),
  };
}

function evenZoneMask(vpc: Ipv4Block, zoneCount: number): number {
  return vpc.mask + bitsFor(zoneCount);
}

function bitsFor(count: number): number {
  return Math.ceil(Math.log2(count));
}

function fillZones(
  vpc: Ipv4Block,
  zoneCount: number,
  zoneMask: number,
  specs: readonly SubnetSpec[],
): Ipv4Block[] {
  if (specs.length === 0) throw new Error("No subnets specified");
  const masks = specs.map((spec) => spec.cidrMask ?? zoneMask + bitsFor(specs.length));
  const needed = masks.reduce((sum, mask) => sum + blockSize(mask), 0);
  if (needed > blockSize(zoneMask)) {
    throw new Error(
      `Subnets are too large for VPC. VPC has ${blockSize(zoneMask)} addresses, but subnets require ${needed} addresses.`,
    );
  }
  return Array.from({ length: zoneCount }).flatMap((_, zone) => {
    let block = blockAround(firstAddress(vpc) + zone * blockSize(zoneMask), zoneMask);
    return masks.map((mask, index) => {
      block = index === 0 ? blockAround(block.address, mask) : blockAfter(block, mask);
      return block;
    });
  });
}

/** Half of a zone is private and a quarter public, out of the first /16 of the zone at most. */
function defaultSpecs(zoneMask: number): SubnetSpec[] {
  if (zoneMask > 26) {
    throw new Error(
      `Automatic subnet creation requires a VPC with at least /26 available per AZ, but only /${zoneMask} is available. If you do need very small subnets, please specify them explicitly.`,
    );
  }
  return DEFAULT_SPECS.map((spec, index) => ({ ...spec, cidrMask: Math.max(zoneMask, 16) + index + 1 }));
}

/** An unnamed spec overrides the default of its type; the others follow the defaults. */
function mergeOver(defaults: readonly SubnetSpec[], specs: readonly SubnetSpec[]): SubnetSpec[] {
  const overrides = specs.filter(
    (spec) => spec.name === undefined && defaults.some(({ type }) => type === spec.type),
  );
  return [
    ...defaults.map((spec) => ({ ...spec, ...overrides.find(({ type }) => type === spec.type) })),
    ...specs.filter((spec) => !overrides.includes(spec)),
  ];
}
