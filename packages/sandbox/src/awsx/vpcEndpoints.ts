import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { SecurityGroupRule } from "@pulumi/aws/ec2/securityGroupRule.js";
import type { Vpc as AwsVpc } from "@pulumi/aws/ec2/vpc.js";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint.js";
import * as pulumi from "@pulumi/pulumi";
import type { Tags, VpcArgs, VpcEndpointSpec } from "./vpcArgs.ts";
import type { MadeSubnets } from "./vpcSubnets.ts";

interface Context {
  readonly component: pulumi.Resource;
  readonly args: VpcArgs;
  readonly zones: readonly string[];
  readonly tags: Tags;
  readonly vpc: AwsVpc;
  readonly made: MadeSubnets;
}

/**
 * The arguments with what interface endpoints need of the VPC's DNS under the strategy Auto. Throws where the
 * arguments rule that out, and under Auto where an endpoint's type is an output.
 */
export function withEndpointDns(args: VpcArgs): VpcArgs {
  if (args.vpcEndpointStrategy !== "Auto") return args;
  const specs = args.vpcEndpointSpecs ?? [];
  for (const spec of specs) {
    if (endpointType(spec) === undefined) {
      throw new Error(
        `vpcEndpointStrategy "Auto" requires vpcEndpointType for endpoint "${spec.serviceName}" to be omitted or a plain string. Use vpcEndpointStrategy "Legacy" for dynamic endpoint types.`,
      );
    }
  }
  const needsDns = specs.some(
    (spec) => endpointType(spec) === "interface" && (spec.privateDnsEnabled ?? true),
  );
  if (!needsDns) return args;
  for (const setting of ["enableDnsHostnames", "enableDnsSupport"] as const) {
    if (args[setting] === false) {
      throw new Error(
        `vpcEndpointStrategy "Auto" requires ${setting} to be true when Interface endpoint private DNS is enabled.`,
      );
    }
  }
  return {
    ...args,
    enableDnsHostnames: args.enableDnsHostnames ?? true,
    enableDnsSupport: args.enableDnsSupport ?? true,
  };
}

export async function createEndpoints(context: Context): Promise<VpcEndpoint[]> {
  const endpoints: VpcEndpoint[] = [];
  for (const spec of context.args.vpcEndpointSpecs ?? []) {
    if (context.args.vpcEndpointStrategy !== "Auto") await warnOfMissingIds(context.component, spec);
    endpoints.push(
      new VpcEndpoint(
        spec.serviceName,
        {
          ...spec,
          ...(context.args.vpcEndpointStrategy === "Auto" ? autoDefaults(context, spec) : {}),
          region: spec.region ?? context.args.region,
          tags: { ...context.tags, ...spec.tags },
          vpcId: context.vpc.id,
        },
        { parent: context.vpc, dependsOn: [context.vpc] },
      ),
    );
  }
  return endpoints;
}

type FilledIn = Pick<
  VpcEndpointSpec,
  "subnetIds" | "privateDnsEnabled" | "securityGroupIds" | "routeTableIds"
>;

/** What the strategy Auto fills in where the spec leaves it out. */
function autoDefaults(context: Context, spec: VpcEndpointSpec): FilledIn {
  switch (endpointType(spec)) {
    case "interface":
      return {
        subnetIds:
          spec.subnetIds ?? (spec.subnetConfigurations === undefined ? subnetEachZone(context) : undefined),
        privateDnsEnabled: spec.privateDnsEnabled ?? true,
        securityGroupIds: spec.securityGroupIds ?? [createSecurityGroup(context, spec).id],
      };
    case "gateway":
      return { routeTableIds: spec.routeTableIds ?? context.made.routeTables.map(({ id }) => id) };
    default:
      return {};
  }
}
/** The first subnet of each zone, of the most closed type that there is behind a NAT gateway or none. */
function subnetEachZone({ made, zones }: Context): pulumi.Output<string>[] {
  const candidates =
    [made.privateSubnets, made.isolatedSubnets, made.publicSubnets].find((list) => list.length > 0) ?? [];
  const perZone = candidates.length / zones.length;
  return candidates.filter((_, index) => index % perZone === 0).map(({ id }) => id);
}

/** Lets the VPC reach an interface endpoint over HTTPS. */
function createSecurityGroup({ args, tags, vpc }: Context, spec: VpcEndpointSpec): SecurityGroup {
  const region = spec.region ?? args.region;
  const group = new SecurityGroup(
    `${spec.serviceName}-sg`,
    { region, vpcId: vpc.id, tags: { ...tags, ...spec.tags } },
    { parent: vpc, dependsOn: [vpc] },
  );
  const addressType = typeof spec.ipAddressType === "string" ? spec.ipAddressType.toLowerCase() : "ipv4";
  new SecurityGroupRule(
    `${spec.serviceName}-ingress`,
    {
      region,
      type: "ingress",
      securityGroupId: group.id,
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: [vpc.cidrBlock],
      ipv6CidrBlocks: addressType === "ipv6" || addressType === "dualstack" ? [vpc.ipv6CidrBlock] : undefined,
    },
    { parent: vpc, dependsOn: [group] },
  );
  return group;
}

async function warnOfMissingIds(component: pulumi.Resource, spec: VpcEndpointSpec): Promise<void> {
  const type = endpointType(spec);
  const warn = (what: string, missing: string, made: string) =>
    pulumi.log.warn(
      `VPC endpoint "${spec.serviceName}" is ${what} endpoint without ${missing}. Specify vpcEndpointStrategy: "Auto" to use generated VPC ${made}.`,
      component,
    );
  if (type === "interface" && spec.subnetIds === undefined && spec.subnetConfigurations === undefined) {
    await warn("an Interface", "subnetIds or subnetConfigurations", "subnets");
  }
  if (type === "gateway" && spec.routeTableIds === undefined) {
    await warn("a Gateway", "routeTableIds", "route tables");
  }
}

/** In lower case; undefined where it is only known later. */
function endpointType(spec: VpcEndpointSpec): string | undefined {
  if (spec.vpcEndpointType === undefined) return "gateway";
  return typeof spec.vpcEndpointType === "string" ? spec.vpcEndpointType.toLowerCase() : undefined;
}
