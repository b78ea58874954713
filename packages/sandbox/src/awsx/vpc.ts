import type { Eip } from "@pulumi/aws/ec2/eip.js";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import type { NatGateway } from "@pulumi/aws/ec2/natGateway.js";
import type { Route } from "@pulumi/aws/ec2/route.js";
import type { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import type { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation.js";
import type { Subnet } from "@pulumi/aws/ec2/subnet.js";
import { Vpc as AwsVpc } from "@pulumi/aws/ec2/vpc.js";
import type { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint.js";
import * as pulumi from "@pulumi/pulumi";
import { findZones } from "./availabilityZones.ts";
import { checkElasticIps, checkNatSubnets } from "./natGateways.ts";
import { planLayout, type ResolvedSubnetSpec } from "./subnetLayout.ts";
import type { Tags, VpcArgs } from "./vpcArgs.ts";
import { createEndpoints, withEndpointDns } from "./vpcEndpoints.ts";
import { createSubnets } from "./vpcSubnets.ts";

/** The outputs of the component, as its users see them. */
export interface VpcOutputs {
  vpc: AwsVpc;
  subnets: Subnet[];
  publicSubnets: Subnet[];
  privateSubnets: Subnet[];
  isolatedSubnets: Subnet[];
  routeTables: RouteTable[];
  routeTableAssociations: RouteTableAssociation[];
  routes: Route[];
  internetGateway: InternetGateway;
  natGateways: NatGateway[];
  eips: Eip[];
  subnetLayout: pulumi.Output<ResolvedSubnetSpec[]>;
  publicSubnetIds: pulumi.Output<string>[];
  privateSubnetIds: pulumi.Output<string>[];
  isolatedSubnetIds: pulumi.Output<string>[];
  vpcId: pulumi.Output<string>;
  vpcEndpoints: VpcEndpoint[];
}

/** A VPC as `awsx.ec2.Vpc` builds it: the same children under the same names, with the same inputs. */
export class Vpc extends pulumi.ComponentResource<VpcOutputs> {
  constructor(name: string, args: VpcArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("awsx:ec2:Vpc", name, { name, args }, opts);
  }

  protected override initialize({ name, args }: { name: string; args: VpcArgs }): Promise<VpcOutputs> {
    return build(this, name, args);
  }

  /**
   * The outputs, once the children are on their way; rejects with what is wrong with the arguments. Each output depends
   * on all subnets, not only on the resources that it holds: so it is with awsx.
   */
  async outputs(): Promise<Record<string, pulumi.Output<unknown>>> {
    const made = await this.getData();
    const all = pulumi.output(made);
    const names = Object.keys(made) as (keyof VpcOutputs)[];
    return Object.fromEntries(names.map((name) => [name, all.apply((outputs) => outputs[name])]));
  }
}

async function build(component: Vpc, name: string, given: VpcArgs): Promise<VpcOutputs> {
  const args = withEndpointDns(given);
  const zones = args.availabilityZoneNames ?? (await findZones(component, args));
  const nat = {
    strategy: args.natGateways?.strategy ?? "OnePerAz",
    elasticIpAllocationIds: args.natGateways?.elasticIpAllocationIds ?? [],
  };
  checkElasticIps(nat.strategy, nat.elasticIpAllocationIds.length, zones.length);

  const tags: Tags = { Name: name, ...args.tags };
  const cidrBlock = args.cidrBlock ?? (args.ipv4IpamPoolId === undefined ? "10.0.0.0/16" : undefined);
  const layout = planLayout(name, zones, args, cidrBlock !== undefined);
  checkNatSubnets(
    nat.strategy,
    layout.subnets.map(({ spec }) => spec),
  );
  // Where the block is known, a mistake in the layout shows before the VPC is there.
  const early = cidrBlock === undefined ? undefined : layout.allocate(cidrBlock);
  const vpc = new AwsVpc(name, { ...args, cidrBlock, tags }, { parent: component });
  const allocation = early ? pulumi.output(early) : vpc.cidrBlock.apply(layout.allocate);

  const internetGateway = new InternetGateway(
    name,
    { region: args.region, vpcId: vpc.id, tags },
    { parent: vpc, dependsOn: [vpc] },
  );
  const planned = layout.subnets.map((subnet, index) => ({
    ...subnet,
    cidrBlock: allocation.apply(({ cidrBlocks }) => cidrBlocks[index]),
  }));
  const made = createSubnets({ name, args, zones, nat, tags, vpc, internetGateway, planned });
  const vpcEndpoints = await createEndpoints({ component, args, zones, tags, vpc, made });

  return {
    vpc,
    internetGateway,
    ...made,
    subnetLayout: allocation.apply(({ resolved }) => {
      if (layout.dependsOnDefault) warnOfDefault(component, resolved);
      return [...resolved];
    }),
    publicSubnetIds: made.publicSubnets.map(({ id }) => id),
    privateSubnetIds: made.privateSubnets.map(({ id }) => id),
    isolatedSubnetIds: made.isolatedSubnets.map(({ id }) => id),
    vpcId: vpc.id,
    vpcEndpoints,
  };
}

function warnOfDefault(component: Vpc, resolved: readonly ResolvedSubnetSpec[]): void {
  void pulumi.log.warn(
    `The default subnetStrategy will change from "Legacy" to "Auto" in the next major version. Please specify the subnetStrategy explicitly. The current subnet layout can be specified via "Auto" as:\n\n${JSON.stringify(resolved)}`,
    component,
  );
}
