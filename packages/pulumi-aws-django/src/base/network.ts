import * as aws from "@pulumi/aws";
// The package's root would also load the classic components of awsx 1, which takes a tenth of a second.
import { Vpc } from "@pulumi/awsx/ec2/index.js";
import * as pulumi from "@pulumi/pulumi";
import { withoutDependencies } from "../shared/inputs.ts";
import { Nat, type NetworkArgs } from "./args.ts";
import { parseIpv4Block } from "./cidr.ts";
import type { BaseContext } from "./context.ts";
import { fixedNetwork } from "./fixedNetwork.ts";
import { internetGateway, subnetRoutes } from "./insideVpc.ts";
import { makeNatGateways } from "./natGateways.ts";
import { routeTableIds } from "./routeTables.ts";
import { subnetLayout } from "./subnetLayout.ts";

/** The network that everything else is in. */
export interface Network {
  vpcId: pulumi.Output<string>;
  publicSubnetIds: pulumi.Output<string[]>;
  /** What must exist before anything that has a public address, and until that is gone. An existing network has it. */
  wayToInternet: pulumi.Input<pulumi.Resource>[];
  /** What is made last in the subnets of a new network: it is deleted first. */
  subnetRoutes: pulumi.Input<pulumi.Resource>[];
  taskSubnetIds: pulumi.Output<string[]>;
  dataSubnetIds: pulumi.Output<string[]>;
  /** Whether tasks need a public address to reach the internet. */
  assignPublicIp: boolean;
  ipv6: boolean;
}

/** Where a server that keeps data stands. */
export interface DataPlace {
  network: Network;
  securityGroup: aws.ec2.SecurityGroup;
}

/** A new VPC, or the existing one that the arguments name. */
export function makeNetwork(args: NetworkArgs, context: BaseContext): Network {
  const { vpcId } = args;
  return vpcId === undefined ? newNetwork(args, context) : existingNetwork({ ...args, vpcId }, context);
}

function existingNetwork(
  args: NetworkArgs & Required<Pick<NetworkArgs, "vpcId">>,
  { base: name, opts }: BaseContext,
): Network {
  const checked = fixedNetwork(name, { cidrBlock: "", vpcId: args.vpcId }, opts);
  const onceChecked = <T>(input: pulumi.Input<T>) => pulumi.all([input, checked]).apply(([value]) => value);
  return {
    vpcId: onceChecked(args.vpcId),
    publicSubnetIds: onceChecked(args.publicSubnetIds ?? []),
    wayToInternet: [],
    subnetRoutes: [],
    taskSubnetIds: onceChecked(args.taskSubnetIds ?? []),
    dataSubnetIds: onceChecked(args.dataSubnetIds ?? []),
    assignPublicIp: args.assignPublicIp ?? false,
    ipv6: args.ipv6 ?? false,
  };
}

function newNetwork(args: NetworkArgs, { base: name, region, opts }: BaseContext): Network {
  const ipv6 = args.ipv6 ?? false;
  const nat = args.nat ?? Nat.Single;
  const zones = args.availabilityZoneNames?.length ?? args.availabilityZones ?? 2;
  const vpc = makeVpc(name, args, zones, opts);
  const network: Network = {
    vpcId: vpc.vpcId,
    publicSubnetIds: vpc.publicSubnetIds,
    wayToInternet: [internetGateway(name, opts)],
    subnetRoutes: subnetRoutes(name, zones, opts),
    // The private subnets exist without NAT too, so that NAT can be turned on and off without moving anything.
    taskSubnetIds: nat === Nat.None ? vpc.publicSubnetIds : vpc.privateSubnetIds,
    dataSubnetIds: vpc.isolatedSubnetIds,
    assignPublicIp: nat === Nat.None,
    ipv6,
  };

  // The group for everything that names none: without rules it lets nothing through.
  new aws.ec2.DefaultSecurityGroup(name, { vpcId: vpc.vpcId }, opts);
  new aws.ec2.VpcEndpoint(
    `${name}-s3`,
    {
      vpcId: vpc.vpcId,
      vpcEndpointType: "Gateway",
      serviceName: pulumi.interpolate`com.amazonaws.${region}.s3`,
      routeTableIds: withoutDependencies(
        vpc.routeTables.apply((tables) => pulumi.all(tables.map((table) => table.id))),
      ),
    },
    opts,
  );
  makeNatGateways(name, { vpc, nat, zones, wayToInternet: network.wayToInternet }, opts);
  if (ipv6) makeIpv6Routes(name, vpc, zones, opts);
  return network;
}

function makeVpc(name: string, args: NetworkArgs, zones: number, opts: pulumi.CustomResourceOptions): Vpc {
  const cidrBlock = args.cidrBlock ?? "10.0.0.0/16";
  const checked = fixedNetwork(name, { cidrBlock, vpcId: "" }, opts);
  const block = parseIpv4Block(cidrBlock);
  if (block === undefined) throw new Error(`${cidrBlock} isn't a block of addresses`);
  const layout = subnetLayout(block, zones);
  const ipv6 = args.ipv6 ?? false;
  return new Vpc(
    name,
    {
      cidrBlock,
      ...(args.availabilityZoneNames === undefined
        ? { numberOfAvailabilityZones: zones }
        : { availabilityZoneNames: args.availabilityZoneNames }),
      natGateways: { strategy: "None" },
      // Interface endpoints and service discovery answer names of the VPC's own DNS.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      ...(ipv6 ? { assignGeneratedIpv6CidrBlock: true } : {}),
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", name: "public", cidrBlocks: layout.public, assignIpv6AddressOnCreation: ipv6 },
        { type: "Private", name: "private", cidrBlocks: layout.private, assignIpv6AddressOnCreation: false },
        { type: "Isolated", name: "data", cidrBlocks: layout.isolated, assignIpv6AddressOnCreation: false },
      ],
    },
    { ...opts, dependsOn: checked },
  );
}

/** The way to the internet for the IPv6 addresses of public subnets, which awsx leaves out. */
function makeIpv6Routes(name: string, vpc: Vpc, zones: number, opts: pulumi.CustomResourceOptions): void {
  const publicTableIds = routeTableIds(vpc, "Public");
  const gatewayId = pulumi
    .all([vpc.vpcId, withoutDependencies(vpc.internetGateway.apply((gateway) => gateway.id))])
    .apply(([_, id]) => id);
  for (let zone = 0; zone < zones; zone++) {
    new aws.ec2.Route(
      `${name}-public-ipv6-${zone + 1}`,
      {
        routeTableId: publicTableIds.apply((ids) => ids[zone] ?? ""),
        destinationIpv6CidrBlock: "::/0",
        gatewayId,
      },
      opts,
    );
  }
}
