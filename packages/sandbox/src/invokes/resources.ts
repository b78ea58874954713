import { awsError } from "../provider/awsError.ts";
import { defaultVpc } from "../recipes/defaultVpc.ts";
import { records, text } from "../world/reading.ts";
import type { Properties, WorldResource } from "../world/world.ts";
import type { Invocation, Invokes } from "./invoke.ts";
import { found, type Lookup, matching } from "./lookup.ts";
import { routeTables } from "./routeTables.ts";

const notFound =
  (what: string, argument: string) =>
  (args: Properties): string =>
    `reading ${what} (${args[argument]}): couldn't find resource`;

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

/** Data sources of one resource. */
const lookups: Record<string, Lookup> = {
  "aws:acm/getCertificate:getCertificate": {
    type: "aws:acm/certificate:Certificate",
    arguments: { domain: "domainName" },
    ignores: ["mostRecent"],
    results: { domain: "domainName", certificate: "certificateBody" },
    none: ({ domain }) => `no ACM Certificate matching domain (${domain})`,
  },
  "aws:cloudwatch/getLogGroup:getLogGroup": {
    type: "aws:cloudwatch/logGroup:LogGroup",
    none: notFound("CloudWatch Logs Log Group", "name"),
  },
  "aws:ec2/getRouteTable:getRouteTable": {
    type: "aws:ec2/routeTable:RouteTable",
    all: routeTables,
    arguments: { gatewayId: "gatewayIds", routeTableId: "id", subnetId: "subnetIds" },
    made: ({ id }) => ({ routeTableId: id }),
    filters: {
      "association.gateway-id": "gatewayIds",
      "association.main": "mains",
      "association.route-table-id": "id",
      "association.subnet-id": "subnetIds",
      "route-table-id": "id",
      "vpc-id": "vpcId",
    },
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
  "aws:ecr/getRepository:getRepository": {
    type: "aws:ecr/repository:Repository",
    none: ({ name }) => `ECR Repository (${name}) not found`,
  },
  "aws:ecs/getCluster:getCluster": {
    type: "aws:ecs/cluster:Cluster",
    arguments: { clusterName: "name" },
    results: { clusterName: "name" },
    none: notFound("ECS Cluster", "clusterName"),
  },
  "aws:ecs/getService:getService": {
    type: "aws:ecs/service:Service",
    arguments: { clusterArn: "cluster", serviceName: "name" },
    results: { clusterArn: "cluster", serviceName: "name" },
    none: ({ serviceName }) => `service with name "${serviceName}" in cluster not found`,
  },
  "aws:iam/getInstanceProfile:getInstanceProfile": {
    type: "aws:iam/instanceProfile:InstanceProfile",
    results: { roleName: "role" },
    none: notFound("IAM Instance Profile", "name"),
  },
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": {
    type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    none: ({ arn, url }) => `no IAM OIDC Provider found matching ${arn ?? url}`,
  },
  "aws:iam/getRole:getRole": {
    type: "aws:iam/role:Role",
    none: ({ name }) =>
      `reading IAM Role (${name}): ${awsError({
        service: "IAM",
        operation: "GetRole",
        status: 404,
        code: "NoSuchEntity",
        message: `The role with name ${name} cannot be found.`,
      })}`,
  },
  "aws:lb/getListener:getListener": {
    type: "aws:lb/listener:Listener",
    none: () => "Search returned 0 results, please revise so only one is returned",
    several: "Search returned more than one result, please revise so only one is returned",
  },
  "aws:lb/getListenerRule:getListenerRule": {
    type: "aws:lb/listenerRule:ListenerRule",
    none: () => "couldn't find resource",
  },
  "aws:lb/getLoadBalancer:getLoadBalancer": {
    type: "aws:lb/loadBalancer:LoadBalancer",
    none: () => "Search returned 0 results, please revise so only one is returned",
    several: "Search returned more than one result, please revise so only one is returned",
  },
  "aws:lb/getTargetGroup:getTargetGroup": {
    type: "aws:lb/targetGroup:TargetGroup",
    none: () => "Search returned 0 results, please revise so only one is returned",
    several: "Search returned more than one result, please revise so only one is returned",
  },
  "aws:rds/getInstance:getInstance": {
    type: "aws:rds/instance:Instance",
    arguments: { dbInstanceIdentifier: "identifier" },
    results: {
      dbInstanceArn: "arn",
      dbInstanceClass: "instanceClass",
      dbInstanceIdentifier: "identifier",
      dbInstancePort: "port",
      dbSubnetGroup: "dbSubnetGroupName",
      engineVersion: "engineVersionActual",
      masterUsername: "username",
      preferredBackupWindow: "backupWindow",
      preferredMaintenanceWindow: "maintenanceWindow",
      vpcSecurityGroups: "vpcSecurityGroupIds",
    },
    made: ({ state }) => ({ id: state.identifier ?? "" }),
    none: () => "no matching RDS DB Instance found",
    several:
      "multiple RDS DB Instances matched; use additional constraints to reduce matches to a single RDS DB Instance",
  },
  "aws:route53/getDelegationSet:getDelegationSet": {
    type: "aws:route53/delegationSet:DelegationSet",
    none: ({ id }) => `reading Route53 Delegation Set (${id}): couldn't find resource`,
  },
  "aws:s3/getBucket:getBucket": {
    type: "aws:s3/bucket:Bucket",
    none: notFound("S3 Bucket", "bucket"),
  },
  "aws:secretsmanager/getSecret:getSecret": {
    type: "aws:secretsmanager/secret:Secret",
    none: ({ arn, name }) => `reading Secrets Manager Secret (${arn ?? name}): couldn't find resource`,
  },
  "aws:sns/getTopic:getTopic": {
    type: "aws:sns/topic:Topic",
    none: ({ name }) => `no topics found with name "${name}" in region`,
  },
  "aws:sqs/getQueue:getQueue": {
    type: "aws:sqs/queue:Queue",
    none: notFound("SQS Queue URL", "name"),
  },
};

/** Data sources of all resources that fit, of which they give the ids. */
const lists: Record<string, Lookup> = {
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

/** Data sources that are answered from the world, and fail as AWS does when it is not there. */
export const resources: Invokes = {
  ...Object.fromEntries(
    Object.entries(lookups).map(([token, lookup]) => [
      token,
      (invocation) => found(token, lookup, invocation),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(lists).map(([token, lookup]) => [
      token,
      (invocation) => {
        const all = matching(lookup, invocation);
        return {
          arns: all.map(({ state }) => state.arn ?? ""),
          id: invocation.region,
          ids: all.map(({ id }) => id),
          vpcIds: all.map(({ state }) => state.vpcId ?? ""),
        };
      },
    ]),
  ),
};
