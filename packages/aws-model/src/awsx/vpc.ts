import { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { Vpc as AwsVpc } from "@pulumi/aws/ec2/vpc.js";
import { getAvailabilityZones } from "@pulumi/aws/getAvailabilityZones.js";
import * as pulumi from "@pulumi/pulumi";
import type { VpcArgs } from "./vpcArgs.ts";
import { createSubnets, type MadeSubnets } from "./vpcSubnets.ts";

/** The outputs of the component, as its users see them. */
interface VpcOutputs extends MadeSubnets {
  vpc: AwsVpc;
  internetGateway: InternetGateway;
  natGateways: never[];
  eips: never[];
  subnetLayout: object[];
  publicSubnetIds: pulumi.Output<string>[];
  privateSubnetIds: pulumi.Output<string>[];
  isolatedSubnetIds: pulumi.Output<string>[];
  vpcId: pulumi.Output<string>;
  vpcEndpoints: never[];
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
   * on all subnets, not only on the resources that it holds, as with awsx.
   */
  async outputs(): Promise<Record<string, pulumi.Output<unknown>>> {
    const made = await this.getData();
    const all = pulumi.output(made);
    const names = Object.keys(made) as (keyof VpcOutputs)[];
    return Object.fromEntries(names.map((name) => [name, all.apply((outputs) => outputs[name])]));
  }
}

async function build(component: Vpc, name: string, args: VpcArgs): Promise<VpcOutputs> {
  const zones =
    args.availabilityZoneNames ?? (await firstZones(component, args.numberOfAvailabilityZones ?? 3));
  const vpc = new AwsVpc(
    name,
    {
      cidrBlock: args.cidrBlock,
      enableDnsHostnames: args.enableDnsHostnames,
      enableDnsSupport: args.enableDnsSupport,
      assignGeneratedIpv6CidrBlock: args.assignGeneratedIpv6CidrBlock,
      tags: { Name: name },
    },
    { parent: component },
  );
  const internetGateway = new InternetGateway(
    name,
    { vpcId: vpc.id, tags: { Name: name } },
    { parent: vpc, dependsOn: [vpc] },
  );
  const made = createSubnets({ name, args, zones, vpc, internetGateway });
  return {
    vpc,
    internetGateway,
    ...made,
    natGateways: [],
    eips: [],
    subnetLayout: args.subnetSpecs.map(({ name, cidrBlocks, type }) => ({ name, cidrBlocks, type })),
    publicSubnetIds: made.publicSubnets.map(({ id }) => id),
    privateSubnetIds: made.privateSubnets.map(({ id }) => id),
    isolatedSubnetIds: made.isolatedSubnets.map(({ id }) => id),
    vpcId: vpc.id,
    vpcEndpoints: [],
  };
}

async function firstZones(component: Vpc, wanted: number): Promise<string[]> {
  const { names } = await getAvailabilityZones({}, { parent: component });
  if (names.length < wanted) {
    throw new Error(
      `The configured region for this provider does not have at least ${wanted} Availability Zones (it has ${names.length}). Either specify an explicit list of zones in availabilityZoneNames or choose a region with at least ${wanted} AZs.`,
    );
  }
  return names.slice(0, wanted);
}
