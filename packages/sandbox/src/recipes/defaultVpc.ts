import type { Properties, World, WorldResource } from "../world/world.ts";
import { makingOf } from "./making.ts";
import { zonesOf } from "./regions.ts";

const vpcType = "aws:ec2/vpc:Vpc";
const subnetType = "aws:ec2/subnet:Subnet";

/**
 * The VPC that AWS makes in each region of an account, with a public subnet in each zone. The world has it once something asks for
 * it; no stack has made it, and it stays.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
export function defaultVpc(world: World, region: string): WorldResource {
  const known = world
    .resources(vpcType)
    .find(({ state }) => state.isDefault === true && state.region === region);
  return known ?? makeDefaultVpc(world, region);
}

/** The subnet of the default VPC in a zone, or in the first one. */
export function defaultSubnet(
  world: World,
  region: string,
  zone = zonesOf(region)[0]?.name,
): WorldResource | undefined {
  const { id } = defaultVpc(world, region);
  return world
    .resources(subnetType)
    .find(
      ({ state }) => state.vpcId === id && state.defaultForAz === true && state.availabilityZone === zone,
    );
}

function makeDefaultVpc(world: World, region: string): WorldResource {
  const put = (
    type: string,
    kind: string,
    prefix: string,
    name: string,
    state: Properties,
    known?: string,
  ) => {
    const urn = `urn:pulumi:default::${region}::${type}::${name}`;
    const making = makingOf({ type, urn, inputs: {}, region, world });
    const id = known ?? making.ec2Id(prefix);
    const arn = making.arn("ec2", `${kind}/${id}`);
    const resource = {
      type,
      id,
      urn,
      inputs: {},
      state: { arn, ownerId: making.account, region, tags: {}, tagsAll: {}, ...state },
    };
    world.put(resource);
    return { ...resource, ec2Id: making.ec2Id };
  };
  const { ec2Id, ...vpc } = put(vpcType, "vpc", "vpc", "default", {});
  const routeTable = ec2Id("rtb");
  const made: WorldResource = {
    ...vpc,
    state: {
      ...vpc.state,
      cidrBlock: "172.31.0.0/16",
      defaultNetworkAclId: ec2Id("acl"),
      defaultRouteTableId: routeTable,
      defaultSecurityGroupId: ec2Id("sg"),
      dhcpOptionsId: ec2Id("dopt"),
      enableDnsHostnames: true,
      enableDnsSupport: true,
      instanceTenancy: "default",
      ipv6CidrBlock: "",
      isDefault: true,
      mainRouteTableId: routeTable,
    },
  };
  world.put(made);
  const gateway = put("aws:ec2/internetGateway:InternetGateway", "internet-gateway", "igw", "default", {
    vpcId: made.id,
  });
  put(
    "aws:ec2/defaultRouteTable:DefaultRouteTable",
    "route-table",
    "rtb",
    "default",
    {
      defaultRouteTableId: routeTable,
      routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
      vpcId: made.id,
    },
    routeTable,
  );
  for (const [index, zone] of zonesOf(region).entries())
    put(subnetType, "subnet", "subnet", `default-${zone.name}`, {
      availabilityZone: zone.name,
      availabilityZoneId: zone.id,
      cidrBlock: `172.31.${16 * index}.0/20`,
      defaultForAz: true,
      mapPublicIpOnLaunch: true,
      vpcId: made.id,
    });
  return made;
}
