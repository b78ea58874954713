import * as aws from "@pulumi/aws";
import type { Vpc } from "@pulumi/awsx/ec2/index.js";
import * as pulumi from "@pulumi/pulumi";
import { Nat } from "./args.ts";
import { urnInsideVpc } from "./insideVpc.ts";
import { routeTableIds } from "./routeTables.ts";

interface NatGatewaysArgs {
  /** What must exist before anything that has a public address. */
  wayToInternet: pulumi.Input<pulumi.Resource>[];
  vpc: Vpc;
  nat: Nat;
  zones: number;
}

/**
 * The way to the internet for private subnets. awsx could make it, but nothing can use its VPC before everything in it exists, and
 * a NAT gateway takes two minutes: database, cache and load balancer would wait for it without needing it.
 */
export function makeNatGateways(
  name: string,
  { vpc, nat, zones, wayToInternet }: NatGatewaysArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const gateways = Array.from({ length: GATEWAYS[nat](zones) }, (_, zone) => {
    const partName = `${name}-nat-${zone + 1}`;
    const tags = { Name: partName };
    const formerName = `${name}-${zone + 1}`;
    const address = new aws.ec2.Eip(
      partName,
      { domain: "vpc", tags },
      onceInSubnet("aws:ec2/eip:Eip", formerName, opts),
    );
    return new aws.ec2.NatGateway(
      partName,
      {
        subnetId: vpc.publicSubnetIds.apply((ids) => ids[zone] ?? ""),
        allocationId: address.allocationId,
        tags,
      },
      pulumi.mergeOptions(onceInSubnet("aws:ec2/natGateway:NatGateway", formerName, opts), {
        dependsOn: wayToInternet,
      }),
    );
  });
  const tableIds = routeTableIds(vpc, "Private");
  for (let zone = 0; zone < zones; zone++) {
    const gateway = gateways[Math.min(zone, gateways.length - 1)];
    if (gateway === undefined) continue;
    new aws.ec2.Route(
      `${name}-nat-${zone + 1}`,
      {
        routeTableId: tableIds.apply((ids) => ids[zone] ?? ""),
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: gateway.id,
      },
      onceInSubnet("aws:ec2/routeTable:RouteTable$aws:ec2/route:Route", `${name}-private-${zone + 1}`, opts),
    );
  }
}

/** The options of something that awsx made before, as a child of a subnet in its VPC: in AWS it stays as it is. */
function onceInSubnet(
  type: string,
  name: string,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions(opts, {
    aliases: [urnInsideVpc(opts, `aws:ec2/subnet:Subnet$${type}::${name}`)],
  });
}

/** How many NAT gateways a number of zones gets. */
const GATEWAYS: Record<Nat, (zones: number) => number> = {
  [Nat.Single]: () => 1,
  [Nat.OnePerAz]: (zones) => zones,
  [Nat.None]: () => 0,
};
