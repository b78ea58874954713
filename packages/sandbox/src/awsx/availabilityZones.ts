import { getAvailabilityZones } from "@pulumi/aws/getAvailabilityZones.js";
import type * as pulumi from "@pulumi/pulumi";
import type { VpcArgs } from "./vpcArgs.ts";

/** The first zones of the region, three unless the arguments say otherwise. */
export async function findZones(component: pulumi.Resource, args: VpcArgs): Promise<string[]> {
  const { region, numberOfAvailabilityZones: wanted = 3 } = args;
  if (region !== undefined && typeof region !== "string") {
    throw new Error(
      "`region` must be a plain string when `availabilityZoneNames` is not set. If it is only known later, give `availabilityZoneNames`.",
    );
  }
  const { names } = await getAvailabilityZones(region ? { region } : undefined, { parent: component });
  if (names.length < wanted) {
    throw new Error(
      `The configured region for this provider does not have at least ${wanted} Availability Zones (it has ${names.length}). Either specify an explicit list of zones in availabilityZoneNames or choose a region with at least ${wanted} AZs.`,
    );
  }
  return names.slice(0, wanted);
}
