import { blockSize, parseBlock } from "./ipv4Block.ts";
import type { SubnetSpec } from "./vpcArgs.ts";

export type ExplicitSubnetSpec = SubnetSpec & { readonly cidrBlocks: string[] };

/** Checked specs: either each names its blocks, or none does. Without blocks, `cidrMask` and `size` agree. */
export type SubnetSpecs =
  | { readonly explicit: true; readonly specs: ExplicitSubnetSpec[] }
  | { readonly explicit: false; readonly specs: SubnetSpec[] };

export const DEFAULT_SPECS: readonly SubnetSpec[] = [{ type: "Private" }, { type: "Public" }];

/** Throws one error that lists all that is wrong with the specs. */
export function checkSubnetSpecs(specs: SubnetSpec[], zoneCount: number): SubnetSpecs {
  const issues = [...duplicateNames(specs), ...wrongSizes(specs)];
  const explicit = specs.filter((spec): spec is ExplicitSubnetSpec => spec.cidrBlocks !== undefined);
  if (explicit.length > 0) {
    issues.push(...specs.flatMap((spec, index) => blockIssues(spec, index, zoneCount)));
  }
  if (issues.length > 0) throw new Error(`Invalid subnet specifications:\n - ${issues.join("\n - ")}`);
  return explicit.length > 0
    ? { explicit: true, specs: explicit }
    : { explicit: false, specs: specs.map(withMaskAndSize) };
}

/** The part of a subnet's name that its spec decides. */
export function specName(spec: SubnetSpec): string {
  return spec.name ?? spec.type.toLowerCase();
}

function duplicateNames(specs: SubnetSpec[]): string[] {
  return [...Map.groupBy(specs, (spec) => spec.type.toLowerCase())]
    .filter(([, sameType]) => new Set(sameType.map((spec) => spec.name)).size < sameType.length)
    .map(
      ([type]) =>
        `Multiple subnet specs of type "${type}" require unique names. You can have at most one unnamed subnet per type. All other subnets of the same type must have unique "name" properties to avoid duplicate resource names.`,
    );
}

function wrongSizes(specs: SubnetSpec[]): string[] {
  return specs.flatMap(({ size, cidrMask, cidrBlocks }) => {
    if (size === undefined) return [];
    if (!Number.isInteger(Math.log2(size)) || size > 2 ** 32) {
      return [`The subnet size ${size} is not a power of 2 from 4 to ${2 ** 32}.`];
    }
    return cidrMask === undefined || cidrBlocks !== undefined || blockSize(cidrMask) === size
      ? []
      : [
          `Subnet size ${size} does not match the expected size for a /${cidrMask} subnet (${blockSize(cidrMask)}).`,
        ];
  });
}

function blockIssues(spec: SubnetSpec, index: number, zoneCount: number): string[] {
  if (spec.cidrBlocks === undefined) {
    return ["If any subnet spec has explicit cidrBlocks, all subnets must have explicit cidrBlocks."];
  }
  if (spec.cidrBlocks.length !== zoneCount) {
    return [
      `The number of CIDR blocks in subnetSpecs[${index}] must match the number of availability zones (${zoneCount}).`,
    ];
  }
  const masks = spec.cidrBlocks.map((block) => parseBlock(block).mask);
  if (spec.cidrMask !== undefined && masks.some((mask) => mask !== spec.cidrMask)) {
    return [`The cidrMask in subnetSpecs[${index}] must match all cidrBlocks or be left undefined.`];
  }
  if (spec.size !== undefined && masks.some((mask) => blockSize(mask) !== spec.size)) {
    return [`The size in subnetSpecs[${index}] must match all cidrBlocks or be left undefined.`];
  }
  return [];
}

/** Always has both keys, if only as undefined: they win over the defaults that AutoMerge puts beneath them. */
function withMaskAndSize(spec: SubnetSpec): SubnetSpec {
  const cidrMask = spec.cidrMask ?? (spec.size === undefined ? undefined : 32 - Math.log2(spec.size));
  return { ...spec, cidrMask, size: cidrMask === undefined ? undefined : blockSize(cidrMask) };
}
