import type { VpcArgs as AwsxVpcArgs } from "@pulumi/awsx/ec2/vpc.js";
import type { input } from "@pulumi/awsx/types/index.js";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

export type Tags = Record<string, pulumi.Input<string>>;
/** awsx spreads tags, so the map itself must not be an output, whatever its type says. */
type WithPlainTags<T> = Omit<T, "tags"> & { tags?: Tags };

export type SubnetSpec = WithPlainTags<input.ec2.SubnetSpecArgs>;
export type VpcEndpointSpec = WithPlainTags<input.ec2.VpcEndpointSpecArgs>;
export type NatGatewayConfiguration = input.ec2.NatGatewayConfigurationArgs;
export type VpcArgs = WithPlainTags<Omit<AwsxVpcArgs, "subnetSpecs" | "vpcEndpointSpecs">> & {
  subnetSpecs?: SubnetSpec[];
  vpcEndpointSpecs?: VpcEndpointSpec[];
};

/** Names each property of the type in the npm package, no more and no less. */
type ShapeOf<T> = { [K in keyof Required<T>]: z.ZodType };

// What awsx reads while it decides which resources there are must be a plain value; the rest may be an output.
const text = z.string().optional();
const flag = z.boolean().optional();
const texts = z.array(z.string()).optional();
const anyInput = z.unknown().optional();
const tags = z.custom<Tags>((value) => isPlainMap(value), "a map whose keys are plain").optional();

const natGateways = z.strictObject({
  elasticIpAllocationIds: z.array(z.unknown()).optional(),
  strategy: z.enum(["None", "Single", "OnePerAz"]),
} satisfies ShapeOf<NatGatewayConfiguration>);

const subnetSpec = z.strictObject({
  assignIpv6AddressOnCreation: flag,
  cidrBlocks: texts,
  cidrMask: z.int().min(1).max(30).optional(),
  name: text,
  size: z.int().min(4).optional(),
  tags,
  type: z.enum(["Public", "Private", "Isolated", "Unused"]),
} satisfies ShapeOf<SubnetSpec>);

const vpcEndpointSpec = z.strictObject({
  autoAccept: flag,
  dnsOptions: anyInput,
  ipAddressType: anyInput,
  policy: anyInput,
  privateDnsEnabled: flag,
  region: anyInput,
  resourceConfigurationArn: anyInput,
  routeTableIds: anyInput,
  securityGroupIds: anyInput,
  serviceName: z.string(),
  serviceNetworkArn: anyInput,
  serviceRegion: anyInput,
  subnetConfigurations: anyInput,
  subnetIds: anyInput,
  tags,
  vpcEndpointType: anyInput,
} satisfies ShapeOf<VpcEndpointSpec>);

const vpcArgs = z.strictObject({
  assignGeneratedIpv6CidrBlock: anyInput,
  availabilityZoneCidrMask: z.int().min(1).max(30).optional(),
  availabilityZoneNames: z.array(z.string()).min(1).optional(),
  cidrBlock: text,
  enableDnsHostnames: anyInput,
  enableDnsSupport: anyInput,
  enableNetworkAddressUsageMetrics: anyInput,
  instanceTenancy: anyInput,
  ipv4IpamPoolId: anyInput,
  ipv4NetmaskLength: anyInput,
  ipv6CidrBlock: anyInput,
  ipv6CidrBlockNetworkBorderGroup: anyInput,
  ipv6IpamPoolId: anyInput,
  ipv6NetmaskLength: anyInput,
  natGateways: natGateways.optional(),
  numberOfAvailabilityZones: z.int().min(1).optional(),
  region: anyInput,
  subnetNameTagStrategy: z.enum(["Legacy", "AvailabilityZone"]).optional(),
  subnetSpecs: z.array(subnetSpec).optional(),
  subnetStrategy: z.enum(["Legacy", "Auto", "AutoMerge", "Exact"]).optional(),
  tags,
  vpcEndpointSpecs: z.array(vpcEndpointSpec).optional(),
  vpcEndpointStrategy: z.enum(["Legacy", "Auto"]).optional(),
} satisfies ShapeOf<VpcArgs>);

/**
 * Checks what a program gave to `awsx.ec2.Vpc`. Unlike the real provider it refuses a property that awsx does not
 * know, and a value that awsx would misread, so that a mistake shows up. Throws one `InputPropertiesError` that
 * names every problem with its path.
 */
export function checkVpcArgs(inputs: pulumi.Inputs): VpcArgs {
  const result = vpcArgs.safeParse(inputs, { reportInput: true });
  if (!result.success) {
    throw new pulumi.InputPropertiesError({
      message: "awsx:ec2:Vpc does not take these arguments",
      errors: result.error.issues.flatMap(describe),
    });
  }
  const args = inputs as VpcArgs;
  refuseContradictions(args);
  return args;
}

function describe(issue: z.core.$ZodIssue): pulumi.InputPropertyErrorDetails[] {
  const path = issue.path.reduce<string>(
    (start, key) => (typeof key === "number" ? `${start}[${key}]` : `${start}${start && "."}${String(key)}`),
    "",
  );
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      propertyPath: `${path}${path && "."}${key}`,
      reason: "awsx knows no such property",
    }));
  }
  return [{ propertyPath: path, reason: `must be ${wanted(issue)}${whyUnseen(issue.input)}` }];
}

/** The engine shows the value beside the reason, where there is one. */
function whyUnseen(value: unknown): string {
  if (pulumi.Output.isInstance(value)) return ", but is an output, whose value is not known yet";
  return value === undefined ? ", but is missing" : "";
}

function wanted(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `a plain ${issue.expected === "int" ? "whole number" : issue.expected}`;
    case "invalid_value":
      return `one of ${issue.values.join(", ")}`;
    case "too_small":
      return `at least ${issue.minimum}${issue.origin === "array" ? " long" : ""}`;
    case "too_big":
      return `at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function isPlainMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !pulumi.Output.isInstance(value);
}

function refuseContradictions(args: VpcArgs): void {
  if (args.availabilityZoneNames && args.numberOfAvailabilityZones) {
    throw new Error(
      "Only one of `availabilityZoneNames` and `numberOfAvailabilityZones` can be given; leave one out.",
    );
  }
  const twice = args.availabilityZoneNames?.find((zone, index, all) => all.indexOf(zone) !== index);
  if (twice !== undefined) throw new Error(`\`availabilityZoneNames\` names ${twice} twice.`);
  if (args.ipv4IpamPoolId !== undefined) {
    if (args.cidrBlock !== undefined && args.ipv4NetmaskLength !== undefined) {
      throw new Error("Only one of `cidrBlock` and `ipv4NetmaskLength` can be given; leave one out.");
    }
    if (args.cidrBlock === undefined && args.ipv4NetmaskLength === undefined) {
      throw new Error("With `ipv4IpamPoolId`, give `ipv4NetmaskLength` or `cidrBlock` too.");
    }
  }
}
