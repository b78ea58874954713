import { specName } from "./subnetSpecs.ts";
import type { SubnetSpec, VpcArgs } from "./vpcArgs.ts";

type NameTagStrategy = NonNullable<VpcArgs["subnetNameTagStrategy"]>;

export interface SubnetNames {
  /** Logical name of the subnet and of what belongs to it. The same under either strategy. */
  readonly resourceName: string;
  /** The `Name` tag. */
  readonly nameTag: string;
}

/** Names the subnets of a VPC: one function a VPC, since zones whose names collide are refused here. */
export function subnetNamer(
  vpcName: string,
  zoneNames: readonly string[],
  strategy: NameTagStrategy = "Legacy",
): (spec: SubnetSpec, zone: number) => SubnetNames {
  const suffixes = zoneNames.map((zoneName, zone) =>
    strategy === "AvailabilityZone" ? zoneSuffix(zoneName) : `${zone + 1}`,
  );
  const twice = suffixes.find((suffix, index) => suffixes.indexOf(suffix) !== index);
  if (twice !== undefined) {
    throw new Error(
      `subnetNameTagStrategy="AvailabilityZone" requires availability zones with distinct suffixes, but ${zoneNames.join(", ")} has "${twice}" twice.`,
    );
  }
  return (spec, zone) => {
    const stem = `${vpcName}-${specName(spec)}`;
    return { resourceName: `${stem}-${zone + 1}`, nameTag: `${stem}-${suffixes[zone]}` };
  };
}

/** `1a` of `us-east-1a`, `2-lax-1a` of `us-west-2-lax-1a`; a name of another form stays whole. */
function zoneSuffix(zoneName: string): string {
  return zoneName.replace(/^[a-z]{2}(?:-[a-z]+)+-/, "");
}
