import type { Properties } from "../../../src/world/world.ts";
import { type AwsAccount, leastInputs } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

/** A name that may be there once, and what AWS says to the second `taken`. */
type Row = [
  rule: string,
  type: string,
  doing: string,
  answer: [service: string, operation: string, code: string, status?: number],
  message: string,
  more?: { property?: string; taken?: string; free?: string; inputs?: Properties; unnamed?: true },
];

const database = { skipFinalSnapshot: true };

const rows: Row[] = [
  [
    "ecr-repository-name",
    "aws:ecr/repository:Repository",
    "ECR Repository",
    ["ECR", "CreateRepository", "RepositoryAlreadyExistsException"],
    "The repository with name 'taken' already exists in the registry with id '123456789012'",
  ],
  [
    "ecs-capacity-provider-name",
    "aws:ecs/capacityProvider:CapacityProvider",
    "ECS Capacity Provider",
    ["ECS", "CreateCapacityProvider", "ClientException"],
    "The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider.",
  ],
  [
    "ec2-launch-template-name",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "EC2 Launch Template",
    ["EC2", "CreateLaunchTemplate", "InvalidLaunchTemplateName.AlreadyExistsException"],
    "Launch template name already in use.",
  ],
  [
    "iam-role-name",
    "aws:iam/role:Role",
    "IAM Role",
    ["IAM", "CreateRole", "EntityAlreadyExists", 409],
    "Role with name taken already exists.",
  ],
  [
    "iam-policy-name",
    "aws:iam/policy:Policy",
    "IAM Policy",
    ["IAM", "CreatePolicy", "EntityAlreadyExists", 409],
    "A policy called taken already exists. Duplicate names are not allowed.",
  ],
  [
    "iam-instance-profile-name",
    "aws:iam/instanceProfile:InstanceProfile",
    "IAM Instance Profile",
    ["IAM", "CreateInstanceProfile", "EntityAlreadyExists", 409],
    "Instance Profile taken already exists.",
  ],
  [
    "iam-user-name",
    "aws:iam/user:User",
    "IAM User",
    ["IAM", "CreateUser", "EntityAlreadyExists", 409],
    "User with name taken already exists.",
  ],
  [
    "iam-group-name",
    "aws:iam/group:Group",
    "IAM Group",
    ["IAM", "CreateGroup", "EntityAlreadyExists", 409],
    "Group with name taken already exists.",
  ],
  [
    "iam-oidc-provider-name",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    "IAM OIDC Provider",
    ["IAM", "CreateOpenIDConnectProvider", "EntityAlreadyExists", 409],
    "Provider with url https://taken already exists.",
    { property: "url", taken: "https://taken", free: "https://free", unnamed: true },
  ],
  [
    "cloudwatch-logs-log-group-name",
    "aws:cloudwatch/logGroup:LogGroup",
    "CloudWatch Logs Log Group",
    ["CloudWatch Logs", "CreateLogGroup", "ResourceAlreadyExistsException"],
    "The specified log group already exists",
  ],
  [
    "ssm-parameter-name",
    "aws:ssm/parameter:Parameter",
    "SSM Parameter",
    ["SSM", "PutParameter", "ParameterAlreadyExists"],
    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
  ],
  [
    "rds-db-instance-name",
    "aws:rds/instance:Instance",
    "RDS DB Instance",
    ["RDS", "CreateDBInstance", "DBInstanceAlreadyExists"],
    "DB instance already exists",
    { property: "identifier", inputs: database },
  ],
  [
    "rds-cluster-name",
    "aws:rds/cluster:Cluster",
    "RDS Cluster",
    ["RDS", "CreateDBCluster", "DBClusterAlreadyExistsFault"],
    "DB Cluster already exists",
    { property: "clusterIdentifier", inputs: database },
  ],
  [
    "rds-db-subnet-group-name",
    "aws:rds/subnetGroup:SubnetGroup",
    "RDS DB Subnet Group",
    ["RDS", "CreateDBSubnetGroup", "DBSubnetGroupAlreadyExists"],
    "The DB subnet group 'taken' already exists.",
  ],
  [
    "rds-db-parameter-group-name",
    "aws:rds/parameterGroup:ParameterGroup",
    "RDS DB Parameter Group",
    ["RDS", "CreateDBParameterGroup", "DBParameterGroupAlreadyExists"],
    "Parameter group taken already exists",
  ],
  [
    "elasticache-replication-group-name",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "ElastiCache Replication Group",
    ["ElastiCache", "CreateReplicationGroup", "ReplicationGroupAlreadyExists"],
    "Replication group taken already exists.",
    { property: "replicationGroupId" },
  ],
  [
    "elasticache-subnet-group-name",
    "aws:elasticache/subnetGroup:SubnetGroup",
    "ElastiCache Subnet Group",
    ["ElastiCache", "CreateCacheSubnetGroup", "CacheSubnetGroupAlreadyExists"],
    "Cache subnet group taken already exists.",
  ],
  [
    "elasticache-parameter-group-name",
    "aws:elasticache/parameterGroup:ParameterGroup",
    "ElastiCache Parameter Group",
    ["ElastiCache", "CreateCacheParameterGroup", "CacheParameterGroupAlreadyExists"],
    "Cache parameter group taken already exists.",
  ],
  [
    "dynamodb-table-name",
    "aws:dynamodb/table:Table",
    "AWS DynamoDB Table",
    ["DynamoDB", "CreateTable", "ResourceInUseException"],
    "Table already exists: taken",
  ],
  [
    "lambda-function-name",
    "aws:lambda/function:Function",
    "Lambda Function",
    ["Lambda", "CreateFunction", "ResourceConflictException", 409],
    "Function already exist: taken",
  ],
  [
    "kms-alias-name",
    "aws:kms/alias:Alias",
    "KMS Alias",
    ["KMS", "CreateAlias", "AlreadyExistsException"],
    "An alias with the name arn:aws:kms:us-east-1:123456789012:alias/taken already exists",
    { taken: "alias/taken", free: "alias/free" },
  ],
  [
    "eventbridge-scheduler-schedule-group-name",
    "aws:scheduler/scheduleGroup:ScheduleGroup",
    "EventBridge Scheduler Schedule Group",
    ["Scheduler", "CreateScheduleGroup", "ConflictException", 409],
    "Schedule group taken already exists.",
  ],
  [
    "eventbridge-scheduler-schedule-name",
    "aws:scheduler/schedule:Schedule",
    "EventBridge Scheduler Schedule",
    ["Scheduler", "CreateSchedule", "ConflictException", 409],
    "Schedule taken already exists.",
  ],
  [
    "service-discovery-http-namespace-name",
    "aws:servicediscovery/httpNamespace:HttpNamespace",
    "Service Discovery HTTP Namespace",
    ["ServiceDiscovery", "CreateHttpNamespace", "NamespaceAlreadyExists"],
    "Namespace with name already exists.",
  ],
  [
    "cloudfront-origin-access-control-name",
    "aws:cloudfront/originAccessControl:OriginAccessControl",
    "CloudFront Origin Access Control",
    ["CloudFront", "CreateOriginAccessControl", "OriginAccessControlAlreadyExists", 409],
    "An origin access control with the same name already exists.",
  ],
  [
    "cloudfront-response-headers-policy-name",
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    "CloudFront Response Headers Policy",
    ["CloudFront", "CreateResponseHeadersPolicy", "ResponseHeadersPolicyAlreadyExists", 409],
    "A response headers policy with this name already exists.",
  ],
  [
    "cloudfront-cache-policy-name",
    "aws:cloudfront/cachePolicy:CachePolicy",
    "CloudFront Cache Policy",
    ["CloudFront", "CreateCachePolicy", "CachePolicyAlreadyExists", 409],
    "A cache policy with this name already exists.",
  ],
  [
    "cloudfront-origin-request-policy-name",
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
    "CloudFront Origin Request Policy",
    ["CloudFront", "CreateOriginRequestPolicy", "OriginRequestPolicyAlreadyExists", 409],
    "An origin request policy with this name already exists.",
  ],
  [
    "cloudfront-function-name",
    "aws:cloudfront/function:Function",
    "CloudFront Function",
    ["CloudFront", "CreateFunction", "FunctionAlreadyExists", 409],
    "A function with the same name already exists in this AWS account.",
  ],
  [
    "wafv2-webacl-name",
    "aws:wafv2/webAcl:WebAcl",
    "WAFv2 WebACL",
    ["WAFV2", "CreateWebACL", "WAFDuplicateItemException"],
    "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
  ],
  [
    "sesv2-email-identity-name",
    "aws:sesv2/emailIdentity:EmailIdentity",
    "AWS SESv2 (Simple Email V2) Email Identity",
    ["SESv2", "CreateEmailIdentity", "AlreadyExistsException"],
    "Email identity taken already exist.",
    { property: "emailIdentity" },
  ],
];

/** Names that differ only in capitals: to some services they are the same, to most they are two. */
const inCapitals: RuleCase[] = [
  {
    rule: "iam-user-name",
    refused: ({ create }) => ["shop", "Shop"].map((name) => create("aws:iam/user:User", name, { name })),
    message: said(
      "creating IAM User (Shop)",
      ["IAM", "CreateUser", "EntityAlreadyExists", 409],
      "User with name Shop already exists.",
    ),
    accepted: ({ create }) => ["shop", "shop2"].map((name) => create("aws:iam/user:User", name, { name })),
  },
  ...(
    [
      ["cloudwatch-logs-log-group-name", "aws:cloudwatch/logGroup:LogGroup", "CloudWatch Logs Log Group"],
      ["ssm-parameter-name", "aws:ssm/parameter:Parameter", "SSM Parameter"],
    ] as const
  ).map(([rule, type, thing]): RuleCase => {
    const both =
      (...names: string[]) =>
      ({ create }: AwsAccount) =>
        names.map((name, i) => create(type, `x${i}`, { ...leastInputs(type), name }));
    const row = rows.find(([name]) => name === rule);
    if (!row) throw new Error(rule);
    return {
      rule,
      refused: both("/shop", "/shop"),
      message: said(`creating ${thing} (/shop)`, row[3], row[4]),
      accepted: both("/shop", "/Shop"),
    };
  }),
];

export const cases: RuleCase[] = [
  ...inCapitals,
  ...rows.map(([rule, type, thing, answer, message, more = {}]): RuleCase => {
    const { property = "name", taken = "taken", free = "free", inputs, unnamed } = more;
    const named = (text: string): Properties => ({ ...leastInputs(type), ...inputs, [property]: text });
    return {
      rule,
      refused: ({ create }) => {
        create(type, "first", named(taken));
        create(type, "second", named(taken));
      },
      message: said(unnamed ? `creating ${thing}` : `creating ${thing} (${taken})`, answer, message),
      accepted: ({ create, remove }) => {
        remove(create(type, "first", named(taken)));
        create(type, "second", named(taken));
        create(type, "third", named(free));
      },
    };
  }),
];
