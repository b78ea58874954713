import { account } from "../../provider/config.ts";
import type { Properties } from "../../world/world.ts";

/** A name that may be there once, and AWS's answer to the second. */
export interface UniqueName {
  type: string;
  /** The properties that are unique together; the first is the name. */
  by: readonly string[];
  /** What AWS fills in for those of them that are left out. */
  defaults?: Properties;
  /** What the provider calls the resource. */
  thing: string;
  /** The service and operation as the SDK spells them. */
  service: string;
  operation: string;
  status?: number;
  code: string;
  message(name: string, region: string): string;
  /** The service's API reference. */
  reference: string;
}

const api = "https://docs.aws.amazon.com";
const iam = {
  service: "IAM",
  status: 409,
  code: "EntityAlreadyExists",
  reference: `${api}/IAM/latest/APIReference`,
};
const rds = { service: "RDS", reference: `${api}/AmazonRDS/latest/APIReference` };
const cloudFront = {
  service: "CloudFront",
  status: 409,
  reference: `${api}/cloudfront/latest/APIReference`,
};
const cache = { service: "ElastiCache", reference: `${api}/AmazonElastiCache/latest/APIReference` };

/** Unique by account, and by region where the service has regions. */
export const uniqueNames: readonly UniqueName[] = [
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
    ...iam,
    type: "aws:iam/role:Role",
    by: ["name"],
    thing: "IAM Role",
    operation: "CreateRole",
    message: (name) => `Role with name ${name} already exists.`,
  },
  {
    ...iam,
    type: "aws:iam/policy:Policy",
    by: ["name", "path"],
    thing: "IAM Policy",
    operation: "CreatePolicy",
    message: (name) => `A policy called ${name} already exists. Duplicate names are not allowed.`,
  },
  {
    ...iam,
    type: "aws:iam/instanceProfile:InstanceProfile",
    by: ["name"],
    thing: "IAM Instance Profile",
    operation: "CreateInstanceProfile",
    message: (name) => `Instance Profile ${name} already exists.`,
  },
  {
    ...iam,
    type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    by: ["url"],
    thing: "IAM OIDC Provider",
    operation: "CreateOpenIDConnectProvider",
    message: (url) => `Provider with url ${url} already exists.`,
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
    thing: "DB Parameter Group",
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
    ...iam,
    type: "aws:iam/user:User",
    by: ["name"],
    thing: "IAM User",
    operation: "CreateUser",
    message: (name) => `User with name ${name} already exists.`,
  },
  {
    ...iam,
    type: "aws:iam/group:Group",
    by: ["name"],
    thing: "IAM Group",
    operation: "CreateGroup",
    message: (name) => `Group with name ${name} already exists.`,
  },
  {
    ...rds,
    type: "aws:rds/cluster:Cluster",
    by: ["clusterIdentifier"],
    thing: "RDS Cluster",
    operation: "CreateDBCluster",
    code: "DBClusterAlreadyExistsFault",
    message: () => "DB Cluster already exists",
  },
  {
    ...cache,
    type: "aws:elasticache/parameterGroup:ParameterGroup",
    by: ["name"],
    thing: "ElastiCache Parameter Group",
    operation: "CreateCacheParameterGroup",
    code: "CacheParameterGroupAlreadyExists",
    message: (name) => `Cache parameter group ${name} already exists.`,
  },
  {
    type: "aws:dynamodb/table:Table",
    by: ["name"],
    thing: "DynamoDB Table",
    service: "DynamoDB",
    operation: "CreateTable",
    code: "ResourceInUseException",
    message: (name) => `Table already exists: ${name}`,
    reference: `${api}/amazondynamodb/latest/APIReference`,
  },
  {
    type: "aws:lambda/function:Function",
    by: ["name"],
    thing: "Lambda Function",
    service: "Lambda",
    operation: "CreateFunction",
    status: 409,
    code: "ResourceConflictException",
    message: (name) => `Function already exist: ${name}`,
    reference: `${api}/lambda/latest/api`,
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
  {
    type: "aws:servicediscovery/httpNamespace:HttpNamespace",
    by: ["name"],
    thing: "Service Discovery HTTP Namespace",
    service: "ServiceDiscovery",
    operation: "CreateHttpNamespace",
    code: "NamespaceAlreadyExists",
    message: () => "Namespace with name already exists.",
    reference: `${api}/cloud-map/latest/api`,
  },
  {
    ...cloudFront,
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    by: ["name"],
    thing: "CloudFront Origin Access Control",
    operation: "CreateOriginAccessControl",
    code: "OriginAccessControlAlreadyExists",
    message: () => "An origin access control with the same name already exists.",
  },
  {
    ...cloudFront,
    type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    by: ["name"],
    thing: "CloudFront Response Headers Policy",
    operation: "CreateResponseHeadersPolicy",
    code: "ResponseHeadersPolicyAlreadyExists",
    message: () => "A response headers policy with this name already exists.",
  },
  {
    ...cloudFront,
    type: "aws:cloudfront/cachePolicy:CachePolicy",
    by: ["name"],
    thing: "CloudFront Cache Policy",
    operation: "CreateCachePolicy",
    code: "CachePolicyAlreadyExists",
    message: () => "A cache policy with this name already exists.",
  },
  {
    ...cloudFront,
    type: "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
    by: ["name"],
    thing: "CloudFront Origin Request Policy",
    operation: "CreateOriginRequestPolicy",
    code: "OriginRequestPolicyAlreadyExists",
    message: () => "An origin request policy with this name already exists.",
  },
  {
    ...cloudFront,
    type: "aws:cloudfront/function:Function",
    by: ["name"],
    thing: "CloudFront Function",
    operation: "CreateFunction",
    code: "FunctionAlreadyExists",
    message: () => "A function with the same name already exists in this AWS account.",
  },
  {
    type: "aws:wafv2/webAcl:WebAcl",
    by: ["name", "scope"],
    thing: "WAFv2 WebACL",
    service: "WAFV2",
    operation: "CreateWebACL",
    code: "WAFDuplicateItemException",
    message: () =>
      "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
    reference: `${api}/waf/latest/APIReference`,
  },
  {
    type: "aws:sesv2/emailIdentity:EmailIdentity",
    by: ["emailIdentity"],
    thing: "SESv2 Email Identity",
    service: "SESv2",
    operation: "CreateEmailIdentity",
    code: "AlreadyExistsException",
    message: (name) => `Email identity ${name} already exist.`,
    reference: `${api}/ses/latest/APIReference-V2`,
  },
];
