import { crc32 } from "node:zlib";
import { again, aws, by, ec2, type Finder, input, nameTag, text } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

const route: Finder = (inputs) => {
  const names = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];
  const destination = names.map((name) => inputs[name]).find((value) => typeof value === "string");
  return { kind: "id", id: `r-${text(inputs, "routeTableId")}${crc32(String(destination))}` };
};

/** A rule of a security group: by everything that it says. */
function securityGroupRule(isEgress: boolean): Finder {
  const sides: Record<string, string> = {
    cidrIpv4: "CidrIpv4",
    cidrIpv6: "CidrIpv6",
    prefixListId: "PrefixListId",
    referencedSecurityGroupId: "ReferencedGroupInfo.GroupId",
    ipProtocol: "IpProtocol",
  };
  const ports: Record<string, string> = { fromPort: "FromPort", toPort: "ToPort" };
  return (inputs) => {
    const given = (names: Record<string, string>) =>
      Object.keys(names).filter((name) => inputs[name] !== undefined);
    const terms = [
      `IsEgress==\`${isEgress}\``,
      ...given(sides).map((name) => `${sides[name]}=='${text(inputs, name)}'`),
      ...given(ports).map((name) => `${ports[name]}==\`${text(inputs, name)}\``),
    ];
    const told = ["securityGroupId", ...given(sides), ...given(ports)];
    return {
      kind: "find",
      command: aws(
        inputs,
        `ec2 describe-security-group-rules --filters Name=group-id,Values=${text(inputs, "securityGroupId")}`,
        `SecurityGroupRules[?${terms.join(" && ")}].SecurityGroupRuleId`,
      ),
      by: Object.fromEntries(told.map((name) => [name, text(inputs, name)])),
      looksLike: /^sgr-[0-9a-f]+$/,
    };
  };
}

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { find: () => again, holds: false },
  "aws:ec2/eip:Eip": {
    find: ec2(
      "describe-addresses --filters",
      "Addresses[].AllocationId",
      { "tag:Name": nameTag },
      /^eipalloc-[0-9a-f]+$/,
    ),
    holds: false,
  },
  "aws:ec2/flowLog:FlowLog": {
    find: by(["vpcId"], /^fl-[0-9a-f]+$/, (value) => [
      `ec2 describe-flow-logs --filter Name=resource-id,Values=${value("vpcId")}`,
      "FlowLogs[].FlowLogId",
    ]),
    holds: false,
  },
  "aws:ec2/internetGateway:InternetGateway": {
    find: ec2(
      "describe-internet-gateways --filters",
      "InternetGateways[].InternetGatewayId",
      { "tag:Name": nameTag },
      /^igw-[0-9a-f]+$/,
    ),
    holds: false,
  },
  "aws:ec2/natGateway:NatGateway": {
    find: ec2(
      "describe-nat-gateways --filter",
      "NatGateways[].NatGatewayId",
      { "subnet-id": input("subnetId"), "tag:Name": nameTag },
      /^nat-[0-9a-f]+$/,
      "Name=state,Values=pending,available",
    ),
    holds: false,
  },
  "aws:ec2/route:Route": { find: route, holds: false },
  "aws:ec2/routeTable:RouteTable": {
    find: ec2(
      "describe-route-tables --filters",
      "RouteTables[].RouteTableId",
      { "vpc-id": input("vpcId"), "tag:Name": nameTag },
      /^rtb-[0-9a-f]+$/,
    ),
    holds: false,
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    find: by(["subnetId", "routeTableId"], /^rtbassoc-[0-9a-f]+$/, (value) => [
      `ec2 describe-route-tables --route-table-ids ${value("routeTableId")}`,
      `RouteTables[].Associations[?SubnetId=='${value("subnetId")}'].RouteTableAssociationId`,
    ]),
    holds: false,
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    find: ec2(
      "describe-security-groups --filters",
      "SecurityGroups[].GroupId",
      { "vpc-id": input("vpcId"), "group-name": input("name") },
      /^sg-[0-9a-f]+$/,
    ),
    holds: false,
  },
  "aws:ec2/subnet:Subnet": {
    find: ec2(
      "describe-subnets --filters",
      "Subnets[].SubnetId",
      { "vpc-id": input("vpcId"), "cidr-block": input("cidrBlock") },
      /^subnet-[0-9a-f]+$/,
    ),
    holds: "a subnet, with everything in it",
  },
  "aws:ec2/vpc:Vpc": {
    find: ec2(
      "describe-vpcs --filters",
      "Vpcs[].VpcId",
      { cidr: input("cidrBlock"), "tag:Name": nameTag },
      /^vpc-[0-9a-f]+$/,
    ),
    holds: "a network",
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    find: ec2(
      "describe-vpc-endpoints --filters",
      "VpcEndpoints[].VpcEndpointId",
      { "vpc-id": input("vpcId"), "service-name": input("serviceName") },
      /^vpce-[0-9a-f]+$/,
      "Name=vpc-endpoint-state,Values=pending,available",
    ),
    holds: false,
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": { find: securityGroupRule(true), holds: false },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    find: securityGroupRule(false),
    holds: false,
  },
};
