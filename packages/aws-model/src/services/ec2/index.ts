import type { Condition } from "../../descriptor/change.ts";
import { byUse, FREE } from "../../descriptor/price.ts";
import type { Recipe } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { protocol } from "../../descriptor/spelling.ts";
import { LOGS, ONE_CALL, seconds } from "../../descriptor/times.ts";
import type { Properties } from "../../world/world.ts";
import { DefaultSecurityGroup } from "./defaultSecurityGroup.ts";
import { Eip } from "./eip.ts";
import { FlowLog } from "./flowLog.ts";
import { inputRules } from "./inputs.ts";
import { Instance } from "./instance.ts";
import { inUseRules } from "./inUse.ts";
import { limitRules } from "./limits.ts";
import { nameRules } from "./names.ts";
import { NatGateway } from "./natGateway.ts";
import { placementRules } from "./placement.ts";
import { privateIp, withEc2Id, withoutArn } from "./recipes.ts";
import { Route } from "./route.ts";
import { rules } from "./rules.ts";
import { SecurityGroup } from "./securityGroup.ts";
import { securityGroupQuotaRules } from "./securityGroupQuotas.ts";
import { securityGroupRuleRules } from "./securityGroupRules.ts";
import { Subnet } from "./subnet.ts";
import { Vpc } from "./vpc.ts";
import { VpcEndpoint } from "./vpcEndpoint.ts";
import { vpcEndpointRules } from "./vpcEndpointRules.ts";
import { vpcIpv6Rules } from "./vpcRules.ts";

const securityGroupRule: Recipe = {
  id: (making) => making.ec2Id("sgr"),
  filled: ({ arn, id }) => ({
    arn: arn("ec2", `security-group-rule/${id}`),
    securityGroupRuleId: id,
  }),
  kept: (inputs): Properties => (inputs.ipProtocol === "all" ? { ipProtocol: "-1" } : {}),
};

/** A rule of a security group keeps its id while its peer stays of the same kind. */
const comesOrGoes: Condition = ({ old, after }) => (old === undefined) !== (after === undefined);

const peer = {
  cidrIpv4: comesOrGoes,
  cidrIpv6: comesOrGoes,
  prefixListId: comesOrGoes,
  referencedSecurityGroupId: comesOrGoes,
};

/** Networks, their gateways, addresses and security groups. */
export const ec2: Service = {
  name: "EC2",
  types: {
    "aws:ec2/networkInterface:NetworkInterface": {
      recipe: withEc2Id("eni", "network-interface", (making) => {
        const ip = privateIp(making);
        return {
          interfaceType: "interface",
          macAddress: `02:${making.digits(10).replace(/..(?!$)/g, "$&:")}`,
          privateDnsName: `ip-${ip.replaceAll(".", "-")}.ec2.internal`,
          privateIp: ip,
          privateIps: [ip],
        };
      }),
      replacesIf: { enablePrimaryIpv6: ({ old }) => old === true },
    },
    "aws:ec2/instance:Instance": Instance,
    "aws:ec2/vpc:Vpc": Vpc,
    "aws:ec2/subnet:Subnet": Subnet,
    "aws:ec2/internetGateway:InternetGateway": {
      recipe: withEc2Id("igw", "internet-gateway"),
      times: {
        create: seconds(1),
        update: seconds(1),
        delete: seconds(1, 1, 60),
        source: `${LOGS}: 1 s; it can't be detached while the VPC has public addresses (1m0s beside a NAT gateway that was going).`,
      },
      price: byUse("0.09 USD a GB to the internet, the first 100 GB a month free"),
    },
    "aws:ec2/natGateway:NatGateway": NatGateway,
    "aws:ec2/eip:Eip": Eip,
    "aws:ec2/routeTable:RouteTable": {
      recipe: withEc2Id("rtb", "route-table", () => ({
        propagatingVgws: [],
      })),
      times: ONE_CALL,
      price: FREE,
    },
    "aws:ec2/route:Route": Route,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": {
      recipe: withoutArn((making) => making.ec2Id("rtbassoc")),
      times: ONE_CALL,
      price: FREE,
      words: { create: "AssociateRouteTable", remove: "DisassociateRouteTable" },
    },
    "aws:ec2/securityGroup:SecurityGroup": SecurityGroup,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": DefaultSecurityGroup,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
      recipe: securityGroupRule,
      replacesIf: peer,
      writtenAs: { ipProtocol: protocol },
      times: ONE_CALL,
      price: FREE,
      words: { create: "AuthorizeSecurityGroupIngress", remove: "RevokeSecurityGroupIngress" },
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
      recipe: securityGroupRule,
      replacesIf: peer,
      writtenAs: { ipProtocol: protocol },
      times: ONE_CALL,
      price: FREE,
      words: { create: "AuthorizeSecurityGroupEgress", remove: "RevokeSecurityGroupEgress" },
    },
    "aws:ec2/vpcEndpoint:VpcEndpoint": VpcEndpoint,
    "aws:ec2/flowLog:FlowLog": FlowLog,
  },
  rules: {
    preview: { inputs: inputRules },
    change: {
      names: nameRules,
      rules,
      securityGroupRules: securityGroupRuleRules,
      vpcRules: vpcIpv6Rules,
      limits: limitRules,
      securityGroupQuotas: securityGroupQuotaRules,
      placement: placementRules,
      vpcEndpointRules,
      inUse: inUseRules,
    },
  },
};
