import { awsError } from "../provider/awsError.ts";
import type { Properties } from "../world/world.ts";
import type { Invokes } from "./invoke.ts";
import { found, type Lookup, matching } from "./lookup.ts";
import { networkLists, networkLookups } from "./networkLookups.ts";

const notFound =
  (what: string, argument: string) =>
  (args: Properties): string =>
    `reading ${what} (${args[argument]}): couldn't find resource`;

/** Data sources of one resource. */
const lookups: Record<string, Lookup> = {
  ...networkLookups,
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
  "aws:cloudfront/getDistribution:getDistribution": {
    type: "aws:cloudfront/distribution:Distribution",
    none: notFound("CloudFront Distribution", "id"),
  },
  "aws:cloudwatch/getEventBus:getEventBus": {
    type: "aws:cloudwatch/eventBus:EventBus",
    none: notFound("EventBridge Event Bus", "name"),
  },
  "aws:dynamodb/getTable:getTable": {
    type: "aws:dynamodb/table:Table",
    none: notFound("DynamoDB Table", "name"),
  },
  "aws:elasticache/getCluster:getCluster": {
    type: "aws:elasticache/cluster:Cluster",
    none: notFound("ElastiCache Cache Cluster", "clusterId"),
  },
  "aws:elasticache/getReplicationGroup:getReplicationGroup": {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    none: notFound("ElastiCache Replication Group", "replicationGroupId"),
  },
  "aws:iam/getUser:getUser": {
    type: "aws:iam/user:User",
    arguments: { userName: "name" },
    results: { userId: "uniqueId" },
    none: notFound("IAM User", "userName"),
  },
  "aws:lambda/getFunction:getFunction": {
    type: "aws:lambda/function:Function",
    arguments: { functionName: "name" },
    ignores: ["qualifier"],
    none: notFound("Lambda Function", "functionName"),
  },
  "aws:rds/getCluster:getCluster": {
    type: "aws:rds/cluster:Cluster",
    none: notFound("RDS Cluster", "clusterIdentifier"),
  },
  "aws:rds/getSubnetGroup:getSubnetGroup": {
    type: "aws:rds/subnetGroup:SubnetGroup",
    none: notFound("RDS DB Subnet Group", "name"),
  },
  "aws:servicediscovery/getHttpNamespace:getHttpNamespace": {
    type: "aws:servicediscovery/httpNamespace:HttpNamespace",
    none: notFound("Service Discovery HTTP Namespace", "name"),
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

/** Data sources that are answered from the world, and fail as AWS does when it is not there. */
export const resources: Invokes = {
  ...Object.fromEntries(
    Object.entries(lookups).map(([token, lookup]) => [
      token,
      (invocation) => found(token, lookup, invocation),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(networkLists).map(([token, lookup]) => [
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
