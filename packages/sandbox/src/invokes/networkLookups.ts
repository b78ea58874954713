import { defaultVpc } from "../recipes/defaultVpc.ts";
import { records, text } from "../world/reading.ts";
import type { WorldResource } from "../world/world.ts";
import type { Invocation } from "./invoke.ts";
import type { Lookup } from "./lookup.ts";
import { routeTables } from "./routeTables.ts";

const vpcFilters = {
  "is-default": "isDefault",
  isDefault: "isDefault",
  cidr: "cidrBlock",
  "cidr-block": "cidrBlock",
  "dhcp-options-id": "dhcpOptionsId",
  "vpc-id": "id",
};
const subnetFilters = {
  "availability-zone": "availabilityZone",
  "availability-zone-id": "availabilityZoneId",
  "cidr-block": "cidrBlock",
  "default-for-az": "defaultForAz",
  defaultForAz: "defaultForAz",
  "map-public-ip-on-launch": "mapPublicIpOnLaunch",
  "subnet-id": "id",
  "vpc-id": "vpcId",
};
const tableFilters = {
  "association.gateway-id": "gatewayIds",
  "association.main": "mains",
  "association.route-table-id": "id",
  "association.subnet-id": "subnetIds",
  "route-table-id": "id",
  "vpc-id": "vpcId",
};
const groupFilters = {
  description: "description",
  "group-id": "id",
  "group-name": "name",
  "vpc-id": "vpcId",
};

/** The VPCs or subnets of the region, with the default ones where the question is about these. */
const withDefault =
  (type: string) =>
  ({ args, region, world }: Invocation): WorldResource[] => {
    const filtered = records(args.filters).map(({ name }) => String(name));
    const asked = [...Object.keys(args).filter((name) => args[name] === true), ...filtered];
    if (asked.some((name) => /^(default|is-?default)/i.test(name)))
      world.transaction(() => defaultVpc(world, region));
    return world.resources(type);
  };

const groupType = "aws:ec2/securityGroup:SecurityGroup";

/** The security groups of programs, and those that VPCs bring with them. */
function securityGroups({ world }: Invocation): WorldResource[] {
  const brought = world.resources("aws:ec2/vpc:Vpc").map(({ id, urn, state }) => ({
    type: groupType,
    id: text(state.defaultSecurityGroupId),
    urn,
    inputs: {},
    state: {
      arn: text(state.arn).replace(`vpc/${id}`, `security-group/${state.defaultSecurityGroupId}`),
      description: "default VPC security group",
      name: "default",
      region: state.region ?? "",
      vpcId: id,
    },
  }));
  return [...world.resources(groupType), ...brought];
}

/** Data sources of one thing of a network. */
export const networkLookups: Record<string, Lookup> = {
  "aws:ec2/getElasticIp:getElasticIp": {
    type: "aws:ec2/eip:Eip",
    filters: { "allocation-id": "id", "public-ip": "publicIp" },
    none: () => "no matching EC2 EIP found",
    several: "multiple EC2 EIPs matched; use additional constraints to reduce matches to a single EC2 EIP",
  },
  "aws:ec2/getInstance:getInstance": {
    type: "aws:ec2/instance:Instance",
    arguments: { instanceId: "id" },
    ignores: ["getPasswordData", "getUserData", "instanceTags"],
    filters: { "instance-id": "id", "instance-type": "instanceType", "subnet-id": "subnetId" },
    none: () => "no matching EC2 Instance found",
    several:
      "multiple EC2 Instances matched; use additional constraints to reduce matches to a single EC2 Instance",
  },
  "aws:ec2/getInternetGateway:getInternetGateway": {
    type: "aws:ec2/internetGateway:InternetGateway",
    arguments: { internetGatewayId: "id" },
    filters: { "attachment.vpc-id": "vpcId", "internet-gateway-id": "id" },
    made: ({ id, state }) => ({
      internetGatewayId: id,
      attachments: [{ state: "available", vpcId: state.vpcId ?? "" }],
    }),
    none: () => "no matching EC2 Internet Gateway found",
    several:
      "multiple EC2 Internet Gateways matched; use additional constraints to reduce matches to a single EC2 Internet Gateway",
  },
  "aws:ec2/getNatGateway:getNatGateway": {
    type: "aws:ec2/natGateway:NatGateway",
    ignores: ["vpcId"],
    filters: { "nat-gateway-id": "id", "subnet-id": "subnetId" },
    made: () => ({ state: "available" }),
    none: () => "no matching EC2 NAT Gateway found",
    several:
      "multiple EC2 NAT Gateways matched; use additional constraints to reduce matches to a single EC2 NAT Gateway",
  },
  "aws:ec2/getRouteTable:getRouteTable": {
    type: "aws:ec2/routeTable:RouteTable",
    all: routeTables,
    arguments: { gatewayId: "gatewayIds", routeTableId: "id", subnetId: "subnetIds" },
    made: ({ id }) => ({ routeTableId: id }),
    filters: tableFilters,
    none: () => "query returned no results. Please change your search criteria and try again",
    several:
      "multiple Route Tables matched; use additional constraints to reduce matches to a single Route Table",
  },
  "aws:ec2/getSecurityGroup:getSecurityGroup": {
    type: groupType,
    all: securityGroups,
    filters: groupFilters,
    none: () => "no matching EC2 Security Group found",
    several:
      "multiple EC2 Security Groups matched; use additional constraints to reduce matches to a single EC2 Security Group",
  },
  "aws:ec2/getSubnet:getSubnet": {
    type: "aws:ec2/subnet:Subnet",
    all: withDefault("aws:ec2/subnet:Subnet"),
    filters: subnetFilters,
    made: () => ({ availableIpAddressCount: 251, state: "available" }),
    none: () => "no matching EC2 Subnet found",
    several:
      "multiple EC2 Subnets matched; use additional constraints to reduce matches to a single EC2 Subnet",
  },
  "aws:ec2/getVpc:getVpc": {
    type: "aws:ec2/vpc:Vpc",
    all: withDefault("aws:ec2/vpc:Vpc"),
    arguments: { default: "isDefault" },
    filters: vpcFilters,
    made: ({ state }) => ({
      cidrBlockAssociations: [
        { associationId: "vpc-cidr-assoc", cidrBlock: state.cidrBlock ?? "", state: "associated" },
      ],
      default: state.isDefault === true,
      state: "available",
    }),
    none: () => "no matching EC2 VPC found",
    several: "multiple EC2 VPCs matched; use additional constraints to reduce matches to a single EC2 VPC",
  },
  "aws:ec2/getVpcEndpoint:getVpcEndpoint": {
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    filters: { "service-name": "serviceName", "vpc-endpoint-id": "id", "vpc-id": "vpcId" },
    none: () => "no matching EC2 VPC Endpoint found",
    several:
      "multiple EC2 VPC Endpoints matched; use additional constraints to reduce matches to a single EC2 VPC Endpoint",
  },
};

/** Data sources of all things of a network that fit. */
export const networkLists: Record<string, Lookup> = {
  "aws:ec2/getRouteTables:getRouteTables": {
    type: "aws:ec2/routeTable:RouteTable",
    all: routeTables,
    filters: tableFilters,
    none: () => "",
  },
  "aws:ec2/getSecurityGroups:getSecurityGroups": {
    type: groupType,
    all: securityGroups,
    filters: groupFilters,
    none: () => "",
  },
  "aws:ec2/getSubnets:getSubnets": {
    type: "aws:ec2/subnet:Subnet",
    all: withDefault("aws:ec2/subnet:Subnet"),
    filters: subnetFilters,
    none: () => "",
  },
  "aws:ec2/getVpcs:getVpcs": {
    type: "aws:ec2/vpc:Vpc",
    all: withDefault("aws:ec2/vpc:Vpc"),
    filters: vpcFilters,
    none: () => "",
  },
};
