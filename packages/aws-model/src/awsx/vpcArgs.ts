import type { VpcArgs as AwsxVpcArgs } from "@pulumi/awsx/ec2/vpc.js";
import type { input } from "@pulumi/awsx/types/index.js";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** A kind of subnet, with its block in each zone. */
export type SubnetSpec = Pick<input.ec2.SubnetSpecArgs, "assignIpv6AddressOnCreation" | "type"> & {
  name: string;
  cidrBlocks: string[];
};

/** The arguments of `awsx.ec2.Vpc` that the stand-in accepts: a layout in which every block is written out. */
export type VpcArgs = Pick<
  AwsxVpcArgs,
  | "assignGeneratedIpv6CidrBlock"
  | "availabilityZoneNames"
  | "cidrBlock"
  | "enableDnsHostnames"
  | "enableDnsSupport"
  | "numberOfAvailabilityZones"
> & { subnetSpecs: SubnetSpec[] };

const subnetSpec = z.strictObject({
  assignIpv6AddressOnCreation: z.boolean().optional(),
  cidrBlocks: z.array(z.string()),
  name: z.string(),
  type: z.enum(["Public", "Private", "Isolated"]),
});

const vpcArgs = z.strictObject({
  assignGeneratedIpv6CidrBlock: z.unknown().optional(),
  availabilityZoneNames: z.array(z.string()).min(1).optional(),
  cidrBlock: z.string(),
  enableDnsHostnames: z.unknown().optional(),
  enableDnsSupport: z.unknown().optional(),
  natGateways: z.strictObject({ strategy: z.literal("None") }),
  numberOfAvailabilityZones: z.int().min(1).optional(),
  subnetSpecs: z.array(subnetSpec).min(1),
  subnetStrategy: z.literal("Auto"),
});

/** Checks what a program gave to `awsx.ec2.Vpc`. Throws an `InputPropertiesError` that names what isn't served. */
export function checkVpcArgs(inputs: pulumi.Inputs): VpcArgs {
  const result = vpcArgs.safeParse(inputs);
  if (!result.success) {
    throw new pulumi.InputPropertiesError({
      message: "The sandbox's stand-in for awsx.ec2.Vpc serves what DjangoBase needs, and not these",
      errors: result.error.issues.map(({ path, message }) => ({
        propertyPath: path.join("."),
        reason: message,
      })),
    });
  }
  const { numberOfAvailabilityZones, availabilityZoneNames, subnetSpecs } = result.data;
  const zones = availabilityZoneNames?.length ?? numberOfAvailabilityZones;
  const wrong = subnetSpecs.findIndex(({ cidrBlocks }) => cidrBlocks.length !== zones);
  if (wrong >= 0)
    throw new pulumi.InputPropertiesError({
      message: "awsx.ec2.Vpc",
      errors: [
        {
          propertyPath: `subnetSpecs.${wrong}.cidrBlocks`,
          reason: `must have one block for each of the ${zones} zones`,
        },
      ],
    });
  return inputs as VpcArgs;
}
