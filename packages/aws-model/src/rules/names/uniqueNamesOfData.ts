import { account } from "../../facts/account.ts";
import type { UniqueName } from "./uniqueName.ts";

const api = "https://docs.aws.amazon.com";
// RDS and ElastiCache keep names in small letters.
const rds = { service: "RDS", ignoresCase: true, reference: `${api}/AmazonRDS/latest/APIReference` };
const cache = {
  service: "ElastiCache",
  ignoresCase: true,
  reference: `${api}/AmazonElastiCache/latest/APIReference`,
};

/** Of what keeps data, secrets or images, and of what runs at set times. */
export const uniqueNamesOfData: readonly UniqueName[] = [
  {
    type: "aws:ecr/repository:Repository",
    by: ["name"],
    thing: "ECR Repository",
    service: "ECR",
    operation: "CreateRepository",
    code: "RepositoryAlreadyExistsException",
    message: (name) =>
      `The repository with name '${name}' already exists in the registry with id '123456789012'`,
    reference: `${api}/AmazonECR/latest/APIReference`,
  },
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    by: ["name"],
    thing: "CloudWatch Logs Log Group",
    service: "CloudWatch Logs",
    operation: "CreateLogGroup",
    code: "ResourceAlreadyExistsException",
    message: () => "The specified log group already exists",
    reference: `${api}/AmazonCloudWatchLogs/latest/APIReference`,
  },
  {
    type: "aws:ssm/parameter:Parameter",
    by: ["name"],
    thing: "SSM Parameter",
    service: "SSM",
    operation: "PutParameter",
    code: "ParameterAlreadyExists",
    message: () =>
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    reference: `${api}/systems-manager/latest/APIReference`,
  },
  {
    ...rds,
    type: "aws:rds/instance:Instance",
    by: ["identifier"],
    thing: "RDS DB Instance",
    operation: "CreateDBInstance",
    code: "DBInstanceAlreadyExists",
    message: () => "DB instance already exists",
  },
  {
    ...rds,
    type: "aws:rds/subnetGroup:SubnetGroup",
    by: ["name"],
    thing: "RDS DB Subnet Group",
    operation: "CreateDBSubnetGroup",
    code: "DBSubnetGroupAlreadyExists",
    message: (name) => `The DB subnet group '${name}' already exists.`,
  },
  {
    ...rds,
    type: "aws:rds/parameterGroup:ParameterGroup",
    by: ["name"],
    thing: "RDS DB Parameter Group",
    operation: "CreateDBParameterGroup",
    code: "DBParameterGroupAlreadyExists",
    message: (name) => `Parameter group ${name} already exists`,
  },
  {
    ...cache,
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    by: ["replicationGroupId"],
    thing: "ElastiCache Replication Group",
    operation: "CreateReplicationGroup",
    code: "ReplicationGroupAlreadyExists",
    message: (name) => `Replication group ${name} already exists.`,
  },
  {
    ...cache,
    type: "aws:elasticache/subnetGroup:SubnetGroup",
    by: ["name"],
    thing: "ElastiCache Subnet Group",
    operation: "CreateCacheSubnetGroup",
    code: "CacheSubnetGroupAlreadyExists",
    message: (name) => `Cache subnet group ${name} already exists.`,
  },
  {
    type: "aws:dynamodb/table:Table",
    by: ["name"],
    thing: "AWS DynamoDB Table",
    called: "DynamoDB Table",
    service: "DynamoDB",
    operation: "CreateTable",
    code: "ResourceInUseException",
    message: (name) => `Table already exists: ${name}`,
    reference: `${api}/amazondynamodb/latest/APIReference`,
  },
  {
    type: "aws:kms/alias:Alias",
    by: ["name"],
    thing: "KMS Alias",
    service: "KMS",
    operation: "CreateAlias",
    code: "AlreadyExistsException",
    message: (name, region) =>
      `An alias with the name arn:aws:kms:${region}:${account}:${name} already exists`,
    reference: `${api}/kms/latest/APIReference`,
  },
  {
    type: "aws:scheduler/scheduleGroup:ScheduleGroup",
    by: ["name"],
    thing: "EventBridge Scheduler Schedule Group",
    service: "Scheduler",
    operation: "CreateScheduleGroup",
    status: 409,
    code: "ConflictException",
    message: (name) => `Schedule group ${name} already exists.`,
    reference: `${api}/scheduler/latest/APIReference`,
  },
  {
    type: "aws:scheduler/schedule:Schedule",
    by: ["name", "groupName"],
    defaults: { groupName: "default" },
    thing: "EventBridge Scheduler Schedule",
    service: "Scheduler",
    operation: "CreateSchedule",
    status: 409,
    code: "ConflictException",
    message: (name) => `Schedule ${name} already exists.`,
    reference: `${api}/scheduler/latest/APIReference`,
  },
];
