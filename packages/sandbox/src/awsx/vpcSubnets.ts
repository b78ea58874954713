import { Eip } from "@pulumi/aws/ec2/eip.js";
import type { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { NatGateway } from "@pulumi/aws/ec2/natGateway.js";
import { Route } from "@pulumi/aws/ec2/route.js";
import { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation.js";
import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import type { Vpc as AwsVpc } from "@pulumi/aws/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import { ipv6SubnetBlock } from "./ipv6Block.ts";
import type { NamedSubnet } from "./subnetLayout.ts";
import type { NatGatewayConfiguration, Tags, VpcArgs } from "./vpcArgs.ts";

/** A subnet to make; its block may only be known once the VPC is there. */
interface PlannedSubnet extends NamedSubnet {
  readonly cidrBlock: pulumi.Output<string | undefined>;
}

interface Context {
  readonly name: string;
  readonly args: VpcArgs;
  readonly zones: readonly string[];
  readonly nat: Required<NatGatewayConfiguration>;
  readonly tags: Tags;
  readonly vpc: AwsVpc;
  readonly internetGateway: InternetGateway;
  readonly planned: readonly PlannedSubnet[];
}

/** The subnets of all zones and what belongs to them, each list in the order of the zones. */
export interface MadeSubnets {
  readonly subnets: Subnet[];
  readonly publicSubnets: Subnet[];
  readonly privateSubnets: Subnet[];
  readonly isolatedSubnets: Subnet[];
  readonly routeTables: RouteTable[];
  readonly routeTableAssociations: RouteTableAssociation[];
  readonly routes: Route[];
  readonly natGateways: NatGateway[];
  readonly eips: Eip[];
}

/** The order within a zone: a private subnet's route needs the gateway that stands in a public one. */
const ORDER = { Public: 0, Private: 1, Isolated: 2, Unused: 3 } as const;

export function createSubnets(context: Context): MadeSubnets {
  const made: MadeSubnets = {
    subnets: [],
    publicSubnets: [],
    privateSubnets: [],
    isolatedSubnets: [],
    routeTables: [],
    routeTableAssociations: [],
    routes: [],
    natGateways: [],
    eips: [],
  };
  for (const zone of context.zones.keys()) {
    const inZone = context.planned
      .filter((subnet) => subnet.zone === zone && subnet.spec.type !== "Unused")
      .toSorted((a, b) => ORDER[a.spec.type] - ORDER[b.spec.type]);
    for (const [index, subnet] of inZone.entries()) {
      createSubnet(context, subnet, zone + index * context.zones.length, made);
    }
  }
  return made;
}

function createSubnet(context: Context, planned: PlannedSubnet, ipv6Index: number, made: MadeSubnets): void {
  const { args, vpc, tags, zones } = context;
  const { spec, zone, resourceName, nameTag } = planned;
  const region = args.region;
  const ownTags = { Name: nameTag, SubnetType: spec.type };

  const assignIpv6AddressOnCreation = pulumi
    .output(args.assignGeneratedIpv6CidrBlock)
    .apply((vpcHasIpv6) => spec.assignIpv6AddressOnCreation ?? vpcHasIpv6 ?? false);
  const subnet = new Subnet(
    resourceName,
    {
      region,
      vpcId: vpc.id,
      availabilityZone: zones[zone],
      mapPublicIpOnLaunch: spec.type === "Public",
      cidrBlock: planned.cidrBlock,
      assignIpv6AddressOnCreation,
      ipv6CidrBlock: ipv6Block(vpc, assignIpv6AddressOnCreation, ipv6Index),
      tags: { ...tags, ...spec.tags, ...ownTags },
    },
    { parent: vpc, dependsOn: [vpc] },
  );
  const routeTable = new RouteTable(
    resourceName,
    { region, vpcId: vpc.id, tags: { ...tags, ...ownTags } },
    { parent: subnet, dependsOn: [subnet] },
  );
  const association = new RouteTableAssociation(
    resourceName,
    { region, routeTableId: routeTable.id, subnetId: subnet.id },
    { parent: routeTable, dependsOn: [routeTable] },
  );
  made.subnets.push(subnet);
  made.routeTables.push(routeTable);
  made.routeTableAssociations.push(association);

  const addRoute = (target: { gatewayId: pulumi.Input<string> } | { natGatewayId: pulumi.Input<string> }) =>
    made.routes.push(
      new Route(
        resourceName,
        { region, routeTableId: routeTable.id, ...target, destinationCidrBlock: "0.0.0.0/0" },
        { parent: routeTable, dependsOn: [routeTable] },
      ),
    );
  switch (spec.type) {
    case "Public":
      made.publicSubnets.push(subnet);
      createNatGateway(context, subnet, zone, made);
      addRoute({ gatewayId: context.internetGateway.id });
      break;
    case "Private": {
      made.privateSubnets.push(subnet);
      const gateway = made.natGateways[context.nat.strategy === "Single" ? 0 : zone];
      if (gateway) addRoute({ natGatewayId: gateway.id });
      break;
    }
    default:
      made.isolatedSubnets.push(subnet);
  }
}

/** The zone's gateway, unless the strategy wants none here or the zone's first public subnet already has it. */
function createNatGateway(context: Context, subnet: Subnet, zone: number, made: MadeSubnets): void {
  const { nat, args } = context;
  const wanted = { None: 0, Single: 1, OnePerAz: zone + 1 }[nat.strategy];
  if (made.natGateways.length >= wanted) return;

  const name = `${context.name}-${zone + 1}`;
  const tags = { ...args.tags, Name: name };
  const opts = { parent: subnet, dependsOn: [subnet] };
  const allocationId = nat.elasticIpAllocationIds[zone] ?? createEip().allocationId;
  made.natGateways.push(
    new NatGateway(name, { region: args.region, subnetId: subnet.id, allocationId, tags }, opts),
  );

  function createEip(): Eip {
    const eip = new Eip(name, { region: args.region, tags }, opts);
    made.eips.push(eip);
    return eip;
  }
}

function ipv6Block(
  vpc: AwsVpc,
  assign: pulumi.Output<boolean>,
  index: number,
): pulumi.Output<string | undefined> {
  return pulumi.all([vpc.ipv6CidrBlock, assign]).apply(([vpcBlock, wanted]) => {
    if (!wanted) return undefined;
    if (!vpcBlock) {
      throw new Error(
        "Subnets with assignIpv6AddressOnCreation=true require the VPC to have an IPv6 CIDR block. Set assignGeneratedIpv6CidrBlock=true or provide ipv6CidrBlock.",
      );
    }
    return ipv6SubnetBlock(vpcBlock, index);
  });
}
