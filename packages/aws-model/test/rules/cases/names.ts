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
    "dynamodb-table-name",
    "aws:dynamodb/table:Table",
    "AWS DynamoDB Table",
    ["DynamoDB", "CreateTable", "ResourceInUseException"],
    "Table already exists: taken",
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
