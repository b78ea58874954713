import { crc32 } from "node:zlib";
import { zonesOf } from "../facts/regions.ts";
import type { Properties } from "../world/world.ts";
import { ec2, privateIp, publicAddress, publicIp, withoutArn } from "./ec2.ts";
import type { Making, Recipe, Recipes } from "./recipe.ts";

const securityGroupRule: Recipe = {
  id: (making) => making.ec2Id("sgr"),
  filled: ({ arn, id }) => ({
    arn: arn("ec2", `security-group-rule/${id}`),
    securityGroupRuleId: id,
  }),
  kept: (inputs): Properties => (inputs.ipProtocol === "all" ? { ipProtocol: "-1" } : {}),
};

/** The fields of a flow log record, in AWS's default order. */
const flowLogFormat = [
  "version",
  "account-id",
  "interface-id",
  "srcaddr",
  "dstaddr",
  "srcport",
  "dstport",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "action",
  "log-status",
]
  .map((field) => `\${${field}}`)
  .join(" ");

const zoneId = (zone: string): string =>
  zonesOf(zone.slice(0, -1)).find(({ name }) => name === zone)?.id ?? "";

export const vpcOf = (making: Making, input: string): string => {
  const subnet = making.find("aws:ec2/subnet:Subnet", "id", making.texts(input)[0] ?? making.text(input));
  return typeof subnet?.vpcId === "string" ? subnet.vpcId : "";
};

/** The block of IPv6 addresses that Amazon gives to a VPC. */
const amazonBlock = ({ ec2Id, digits, region }: Making): Properties => ({
  ipv6AssociationId: ec2Id("vpc-cidr-assoc"),
  ipv6CidrBlock: `2600:1f18:${digits(3)}:${digits(2)}00::/56`,
  ipv6CidrBlockNetworkBorderGroup: region,
});

export const network: Recipes = {
  "aws:ec2/vpc:Vpc": {
    ...ec2("vpc", "vpc", (making) => {
      const routeTable = making.ec2Id("rtb");
      return {
        cidrBlock: "10.0.0.0/16",
        enableDnsHostnames: false,
        ...(making.inputs.assignGeneratedIpv6CidrBlock === true
          ? amazonBlock(making)
          : { ipv6CidrBlock: "" }),
        defaultNetworkAclId: making.ec2Id("acl"),
        defaultRouteTableId: routeTable,
        defaultSecurityGroupId: making.ec2Id("sg"),
        dhcpOptionsId: making.ec2Id("dopt"),
        isDefault: false,
        mainRouteTableId: routeTable,
      };
    }),
    updated: (making): Properties => {
      if (!making.changed.has("assignGeneratedIpv6CidrBlock")) return {};
      return making.inputs.assignGeneratedIpv6CidrBlock === true
        ? amazonBlock(making)
        : { ipv6AssociationId: "", ipv6CidrBlock: "", ipv6CidrBlockNetworkBorderGroup: "" };
    },
    unsettled: { assignGeneratedIpv6CidrBlock: ["ipv6AssociationId", "ipv6CidrBlock"] },
  },
  "aws:ec2/subnet:Subnet": {
    ...ec2("subnet", "subnet", (making) => {
      const zones = zonesOf(making.region);
      const byId = zones.find(({ id }) => id === making.inputs.availabilityZoneId);
      const zone = making.text("availabilityZone", byId?.name ?? zones[0]?.name);
      return {
        availabilityZone: zone,
        availabilityZoneId: zoneId(zone),
        ipv6CidrBlockAssociationId: making.inputs.ipv6CidrBlock ? making.ec2Id("subnet-cidr-assoc") : "",
        privateDnsHostnameTypeOnLaunch: "ip-name",
      };
    }),
    // Any update takes an IPv6 block away that the program no longer gives.
    updated: ({ inputs, changed, ec2Id }): Properties =>
      inputs.ipv6CidrBlock === undefined
        ? { ipv6CidrBlock: "", ipv6CidrBlockAssociationId: "" }
        : changed.has("ipv6CidrBlock")
          ? { ipv6CidrBlockAssociationId: ec2Id("subnet-cidr-assoc") }
          : {},
  },
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/natGateway:NatGateway": withoutArn(
    (making) => making.ec2Id("nat"),
    (making) => {
      const address = making.find("aws:ec2/eip:Eip", "allocationId", making.inputs.allocationId);
      return {
        associationId: making.inputs.allocationId ? making.ec2Id("eipassoc") : "",
        networkInterfaceId: making.ec2Id("eni"),
        privateIp: privateIp(making),
        publicIp: address?.publicIp ?? "",
      };
    },
  ),
  "aws:ec2/eip:Eip": {
    id: (making) => making.ec2Id("eipalloc"),
    filled: (making) => {
      return {
        allocationId: making.id,
        arn: making.arn("ec2", `elastic-ip/${making.id}`),
        domain: "vpc",
        networkBorderGroup: making.region,
        ...publicAddress(publicIp(making), making.region),
        publicIpv4Pool: "amazon",
      };
    },
  },
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table", () => ({
    propagatingVgws: [],
  })),
  "aws:ec2/route:Route": withoutArn(
    // As the provider makes it: the destination's checksum.
    ({ text }) => {
      const destinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];
      const destination = destinations.map((input) => text(input)).find((given) => given !== "") ?? "";
      return `r-${text("routeTableId")}${crc32(destination)}`;
    },
    () => ({
      instanceId: "",
      networkInterfaceId: "",
      origin: "CreateRoute",
      state: "active",
    }),
  ),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": withoutArn((making) => making.ec2Id("rtbassoc")),
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group", ({ inputs, ec2Id }) => ({
    egress: [],
    ingress: [],
    ...(inputs.vpcId === undefined && { vpcId: ec2Id("vpc") }),
  })),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    id: (making) => {
      const vpc = making.find("aws:ec2/vpc:Vpc", "id", making.inputs.vpcId);
      const id = vpc?.defaultSecurityGroupId;
      return typeof id === "string" ? id : making.ec2Id("sg");
    },
    filled: (making) => ({
      arn: making.arn("ec2", `security-group/${making.id}`),
      description: "default VPC security group",
      egress: [],
      ingress: [],
      name: "default",
      ownerId: making.account,
    }),
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": securityGroupRule,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": securityGroupRule,
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint", (making) => {
    const isGateway = making.text("vpcEndpointType") === "Gateway";
    const service = making.text("serviceName").split(".").pop() ?? "";
    const host = `${making.id}-${making.digits(8)}.${service}.${making.region}.vpce.amazonaws.com`;
    return {
      cidrBlocks: isGateway ? ["52.216.0.0/15"] : [],
      dnsEntries: isGateway ? [] : [{ dnsName: host, hostedZoneId: "Z7HUB22UULQXV" }],
      ipAddressType: "ipv4",
      networkInterfaceIds: isGateway ? [] : making.texts("subnetIds").map(() => making.ec2Id("eni")),
      policy:
        '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}',
      prefixListId: isGateway ? `pl-${making.digits(8)}` : "",
      privateDnsEnabled: false,
      securityGroupIds: [],
      serviceRegion: making.region,
      state: "available",
      subnetIds: [],
    };
  }),
  "aws:ec2/flowLog:FlowLog": withoutArn(
    (making) => making.ec2Id("fl"),
    (making) => ({
      arn: making.arn("ec2", `vpc-flow-log/${making.id}`),
      logFormat: flowLogFormat,
    }),
  ),
};
