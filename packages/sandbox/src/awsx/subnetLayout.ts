import type { output } from "@pulumi/awsx/types/index.js";
import { autoMergePlan, autoPlan, explicitPlan } from "./autoLayout.ts";
import { formatBlock, type Ipv4Block, parseBlock } from "./ipv4Block.ts";
import { checkNoGaps, checkNoOverlap, gapBetween } from "./layoutChecks.ts";
import { legacyPlan } from "./legacyLayout.ts";
import { type SubnetNames, subnetNamer } from "./subnetNames.ts";
import type { PlannedSubnet, SubnetPlan } from "./subnetPlan.ts";
import { checkSubnetSpecs, type SubnetSpecs } from "./subnetSpecs.ts";
import type { SubnetSpec, VpcArgs } from "./vpcArgs.ts";

export type NamedSubnet = PlannedSubnet & SubnetNames;
export type ResolvedSubnetSpec = output.ec2.ResolvedSubnetSpec;

export interface SubnetLayout {
  /** Zone by zone, or, for the default of the Legacy strategy, type by type. Includes the unused ranges. */
  readonly subnets: readonly NamedSubnet[];
  /** Divides the VPC's block. Throws where the subnets don't fit, overlap or, under Exact, leave a gap. */
  readonly allocate: (vpcBlock: string) => Allocation;
  /** Whether a later default of `subnetStrategy` would move these subnets. */
  readonly dependsOnDefault: boolean;
}

export interface Allocation {
  /** The block of each subnet, in the order of `subnets`. */
  readonly cidrBlocks: readonly string[];
  /** The component's output `subnetLayout`. */
  readonly resolved: readonly ResolvedSubnetSpec[];
}

type LayoutArgs = Pick<
  VpcArgs,
  "subnetSpecs" | "subnetStrategy" | "subnetNameTagStrategy" | "availabilityZoneCidrMask"
>;

/** Decides which subnets a VPC has. `blockIsKnown` is false where IPAM is still to choose the VPC's block. */
export function planLayout(
  vpcName: string,
  zoneNames: readonly string[],
  args: LayoutArgs,
  blockIsKnown = true,
): SubnetLayout {
  const { subnetStrategy: strategy = "Legacy" } = args;
  const zoneCount = zoneNames.length;
  const checked = args.subnetSpecs && checkSubnetSpecs(args.subnetSpecs, zoneCount);
  const plan = choosePlan(args, checked, zoneCount, blockIsKnown);
  const namesOf = subnetNamer(vpcName, zoneNames, args.subnetNameTagStrategy);
  const subnets = plan.subnets.map((subnet) => ({ ...subnet, ...namesOf(subnet.spec, subnet.zone) }));
  const usesSpecsAsGiven = strategy === "Auto" || strategy === "Exact";

  return {
    subnets,
    allocate: (vpcBlock) => {
      const vpc = parseBlock(vpcBlock);
      const blocks = plan.allocate(vpc);
      const names = subnets.map(({ resourceName }) => resourceName);
      checkNoOverlap(names, blocks);
      if (strategy === "Exact" && blockIsKnown) checkNoGaps(vpc, names, blocks);
      return {
        cidrBlocks: blocks.map(formatBlock),
        resolved:
          checked && usesSpecsAsGiven
            ? checked.specs.map(resolveSpec)
            : describeFirstZone(plan.subnets, blocks, zoneCount),
      };
    },
    dependsOnDefault: args.subnetStrategy === undefined && checked?.explicit === false,
  };
}

function choosePlan(
  args: LayoutArgs,
  checked: SubnetSpecs | undefined,
  zoneCount: number,
  blockIsKnown: boolean,
): SubnetPlan {
  const { subnetStrategy: strategy = "Legacy", availabilityZoneCidrMask: zoneMask } = args;
  if (strategy === "AutoMerge") return autoMergePlan(zoneCount, checked?.specs ?? [], zoneMask);
  // Without specs, awsx lays out Exact like Legacy; its check for gaps then refuses the result.
  if (strategy === "Legacy" || (strategy === "Exact" && !checked)) {
    if (!blockIsKnown) {
      throw new Error(
        'Dynamically allocated cidrBlock ranges are not supported with subnetStrategy="Legacy". Try using subnetStrategy="Auto".',
      );
    }
    return legacyPlan(zoneCount, checked?.specs);
  }
  return checked?.explicit
    ? explicitPlan(zoneCount, checked.specs)
    : autoPlan(zoneCount, checked?.specs, zoneMask);
}

function resolveSpec({ name, cidrBlocks, cidrMask, size, type }: SubnetSpec): ResolvedSubnetSpec {
  return { name, cidrBlocks, cidrMask, size, type };
}

/**
 * Specs that make the strategy Auto give the same blocks, read off the first zone's share of the subnets. Like awsx's
 * they lack the names; and for the default of the Legacy strategy, whose subnets are not in the order of the zones,
 * they show private subnets of several zones.
 */
function describeFirstZone(
  subnets: readonly PlannedSubnet[],
  blocks: readonly Ipv4Block[],
  zoneCount: number,
): ResolvedSubnetSpec[] {
  return subnets.slice(0, subnets.length / zoneCount).flatMap(({ spec }, index) => {
    const [previous, block] = [blocks[index - 1], blocks[index]];
    const gaps = previous && block ? gapBetween(previous, block) : [];
    return [
      ...gaps.map(({ mask }) => ({ cidrMask: mask, type: "Unused" as const })),
      { cidrMask: block?.mask, type: spec.type },
    ];
  });
}
