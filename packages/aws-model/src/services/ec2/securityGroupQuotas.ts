import { prefixListName } from "../../facts/prefixLists.ts";
import { networkOf } from "../../network/network.ts";
import {
  type Direction,
  type Permission,
  permissionsIn,
  securityGroupOf,
} from "../../network/securityGroups.ts";
import type { Quota } from "../../rules/quota.ts";
import { quotaRule } from "../../rules/quota.ts";
import type { Change, Rule } from "../../rules/rule.ts";
import { text, texts } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";

const source = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html";

type Family = "ipv4" | "ipv6";

/** How many rules a prefix list counts as: as many as it may have entries, https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html. */
function weight(list: string, { region }: Pick<Change, "region">): number {
  return prefixListName(list, region)?.includes("cloudfront") ? 55 : 1;
}

/** Rules to groups count for both families, others for their own. */
function counted(change: Change, { blocks, groups, prefixLists }: Permission, family: Family): number {
  const ofFamily = blocks.filter((block) => block.family === family).length;
  const lists = family === "ipv4" ? prefixLists : [];
  return ofFamily + groups.length + lists.reduce((sum, list) => sum + weight(list, change), 0);
}

const sizeOf = (change: Change, permissions: readonly Permission[], family: Family): number =>
  permissions.reduce((sum, permission) => sum + counted(change, permission, family), 0);

/** How full a group gets, in the family of addresses with more rules. */
const fullness = (change: Change, direction: Direction): number => {
  const { action, type, id, inputs, world } = change;
  const isGroup = type === groupType;
  // A changed rule already counted before.
  if (!isGroup && action === "update") return 0;
  const group = isGroup ? (id ?? "") : text(inputs.securityGroupId);
  const there = isGroup ? [] : (securityGroupOf(networkOf(world), group)?.[direction] ?? []);
  const added = permissionsIn(type, inputs, direction, group);
  return Math.max(
    ...(["ipv4", "ipv6"] as const).map((family) => {
      const more = sizeOf(change, added, family);
      return more === 0 ? 0 : sizeOf(change, there, family) + more;
    }),
  );
};

const groupType = "aws:ec2/securityGroup:SecurityGroup";

/** What the provider was about to do, by the type of resource that says the rule. */
const doing = ({ type, id, inputs }: Change, direction: Direction, kind: string): string => {
  if (type === groupType)
    return `updating Security Group (${id ?? inputs.name}) ${direction} rules: authorizing Security Group (${direction}) rules`;
  return `creating VPC Security Group ${kind} Rule`;
};

const rulesOfGroup = (direction: Direction): Quota => {
  const kind = direction === "ingress" ? "Ingress" : "Egress";
  return {
    name: `quota-${direction}-rules-of-security-group`,
    source,
    limit: 60,
    types: [`aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`, groupType],
    on: ["create", "update"],
    count: (change) => fullness(change, direction),
    refusal: (change) => ({
      doing: doing(change, direction, kind),
      answer: {
        service: "EC2",
        operation: `AuthorizeSecurityGroup${kind}`,
        code: "RulesPerSecurityGroupLimitExceeded",
      },
      message: "The maximum number of rules per security group has been reached.",
    }),
  };
};

/** A thing with network interfaces (services are checked with their other network settings): where it names its groups, and how AWS refuses too many. */
interface Wearer {
  type: string;
  groups(inputs: Properties): readonly string[];
  thing: string;
  /** The property with its name for messages. */
  called: string;
  service: string;
  operations: readonly [create: string, update: string];
  code: string;
}

const wearers: readonly Wearer[] = [
  {
    type: "aws:lb/loadBalancer:LoadBalancer",
    groups: ({ securityGroups }) => texts(securityGroups),
    thing: "ELBv2 application Load Balancer",
    called: "name",
    service: "Elastic Load Balancing v2",
    operations: ["CreateLoadBalancer", "SetSecurityGroups"],
    code: "InvalidConfigurationRequest",
  },
  {
    type: "aws:rds/instance:Instance",
    groups: ({ vpcSecurityGroupIds }) => texts(vpcSecurityGroupIds),
    thing: "RDS DB Instance",
    called: "identifier",
    service: "RDS",
    operations: ["CreateDBInstance", "ModifyDBInstance"],
    code: "InvalidParameterValue",
  },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    groups: ({ securityGroupIds }) => texts(securityGroupIds),
    thing: "ElastiCache Replication Group",
    called: "replicationGroupId",
    service: "ElastiCache",
    operations: ["CreateReplicationGroup", "ModifyReplicationGroup"],
    code: "InvalidParameterValue",
  },
  {
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    groups: ({ securityGroupIds }) => texts(securityGroupIds),
    thing: "EC2 VPC Endpoint",
    called: "serviceName",
    service: "EC2",
    operations: ["CreateVpcEndpoint", "ModifyVpcEndpoint"],
    code: "SecurityGroupsPerInterfaceLimitExceeded",
  },
];

const wearerOf = (type: string): Wearer | undefined => wearers.find((wearer) => wearer.type === type);

/** All can be raised, but the product of groups and rules can't exceed 1,000. */
const quotas: readonly Quota[] = [
  rulesOfGroup("ingress"),
  rulesOfGroup("egress"),
  {
    name: "quota-security-groups-of-interface",
    source,
    limit: 5,
    types: wearers.map(({ type }) => type),
    on: ["create", "update"],
    count: ({ type, inputs }) => new Set(wearerOf(type)?.groups(inputs)).size,
    refusal: ({ action, type, inputs }) => {
      const wearer = wearerOf(type);
      if (!wearer) throw new Error(`${type} has no network interfaces`);
      const { thing, called, service, operations, code } = wearer;
      const [create, update] = operations;
      return {
        doing: `${action === "create" ? "creating" : "updating"} ${thing} (${inputs[called]})`,
        answer: { service, operation: action === "create" ? create : update, code },
        message: "The maximum number of security groups per interface has been reached.",
      };
    },
  },
];

/** How many there may be. */
export const securityGroupQuotaRules: readonly Rule[] = quotas.map(quotaRule);
