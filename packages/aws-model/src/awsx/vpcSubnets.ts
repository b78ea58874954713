import { isIPv6 } from "node:net";
import type { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { Route } from "@pulumi/aws/ec2/route.js";
import { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation.js";
import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import type { Vpc as AwsVpc } from "@pulumi/aws/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import type { SubnetSpec, VpcArgs } from "./vpcArgs.ts";

interface Context {
  readonly name: string;
  readonly args: VpcArgs;
  readonly zones: readonly string[];
  readonly vpc: AwsVpc;
  readonly internetGateway: InternetGateway;
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
}

/** The order within a zone. */
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
  };
  const specs = context.args.subnetSpecs.toSorted((a, b) => ORDER[a.type] - ORDER[b.type]);
  for (const zone of context.zones.keys()) {
    for (const [index, spec] of specs.entries())
      createSubnet(context, spec, zone, zone + index * context.zones.length, made);
  }
  return made;
}

function createSubnet(
  { name, args, vpc, zones, internetGateway }: Context,
  spec: SubnetSpec,
  zone: number,
  ipv6Index: number,
  made: MadeSubnets,
): void {
  const resourceName = `${name}-${spec.name}-${zone + 1}`;
  const tags = { Name: resourceName, SubnetType: spec.type };
  const assignIpv6AddressOnCreation = pulumi
    .output(args.assignGeneratedIpv6CidrBlock)
    .apply((vpcHasIpv6) => spec.assignIpv6AddressOnCreation ?? vpcHasIpv6 ?? false);
  const subnet = new Subnet(
    resourceName,
    {
      vpcId: vpc.id,
      availabilityZone: zones[zone],
      mapPublicIpOnLaunch: spec.type === "Public",
      cidrBlock: spec.cidrBlocks[zone],
      assignIpv6AddressOnCreation,
      ipv6CidrBlock: pulumi
        .all([vpc.ipv6CidrBlock, assignIpv6AddressOnCreation])
        .apply(([vpcBlock, wanted]) => (wanted ? ipv6SubnetBlock(vpcBlock, ipv6Index) : undefined)),
      tags,
    },
    { parent: vpc, dependsOn: [vpc] },
  );
  const routeTable = new RouteTable(
    resourceName,
    { vpcId: vpc.id, tags },
    { parent: subnet, dependsOn: [subnet] },
  );
  const inTable = { parent: routeTable, dependsOn: [routeTable] };
  made.subnets.push(subnet);
  made.routeTables.push(routeTable);
  made.routeTableAssociations.push(
    new RouteTableAssociation(resourceName, { routeTableId: routeTable.id, subnetId: subnet.id }, inTable),
  );
  if (spec.type === "Public") {
    made.publicSubnets.push(subnet);
    made.routes.push(
      new Route(
        resourceName,
        { routeTableId: routeTable.id, gatewayId: internetGateway.id, destinationCidrBlock: "0.0.0.0/0" },
        inTable,
      ),
    );
  } else if (spec.type === "Private") made.privateSubnets.push(subnet);
  else made.isolatedSubnets.push(subnet);
}

/** The `index`-th /64 of a VPC's /56 block, as awsx numbers its subnets. */
function ipv6SubnetBlock(vpcBlock: string, index: number): string {
  const [address = "", mask] = vpcBlock.split("/");
  const groups = address.split(":");
  if (!isIPv6(address) || mask !== "56" || !groups[3])
    throw new Error(`awsx makes IPv6 subnets only from a /56 block; the VPC has "${vpcBlock}".`);
  const fourth = (Number.parseInt(groups[3], 16) & 0xff00) | index;
  return `${groups.slice(0, 3).join(":")}:${fourth.toString(16)}::/64`;
}
