import type { Rule } from "../rule.ts";
import { type AwsShape, asRule, constraint, longest } from "./awsShape.ts";
import { bucketNameRules } from "./bucketNames.ts";
import { containerNameRules } from "./containerNames.ts";
import { networkShapes } from "./networkShapes.ts";
import { atMost, type Shape, unless, when } from "./shapes.ts";

const api = "https://docs.aws.amazon.com";

const ecr = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

const cache = { service: "ElastiCache", code: "InvalidParameterValue" };

/** Names of ElastiCache's groups. */
const cacheGroup = (parameter: string): readonly Shape[] => [
  unless(
    /^(?!.*--)[A-Za-z][0-9A-Za-z-]*(?<!-)$/,
    `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
  ),
  atMost(255, `The parameter ${parameter} must not be longer than 255 characters.`),
];

const shapesOfAws: readonly AwsShape[] = [
  {
    name: "ecr-repository-name-shape",
    type: "aws:ecr/repository:Repository",
    property: "name",
    thing: "ECR Repository",
    answer: { service: "ECR", operation: "CreateRepository", code: "InvalidParameterException" },
    shapes: () => [
      (value) =>
        value.length >= 2 && value.length <= 256
          ? undefined
          : "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length between 2 and 256'",
      unless(
        ecr,
        `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${ecr.source.slice(1, -1).replaceAll("\\/", "/")}''`,
      ),
    ],
    source: `${api}/AmazonECR/latest/APIReference/API_CreateRepository.html`,
  },
  {
    name: "ecs-service-name-shape",
    type: "aws:ecs/service:Service",
    property: "name",
    thing: "ECS Service",
    answer: { service: "ECS", operation: "CreateService", code: "InvalidParameterException" },
    shapes: () => [
      unless(
        /^[0-9A-Za-z_-]{1,255}$/,
        "The service name must be 1 to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores.",
      ),
    ],
    source: `${api}/AmazonECS/latest/APIReference/API_CreateService.html`,
  },
  {
    name: "db-instance-identifier-length",
    type: "aws:rds/instance:Instance",
    property: "identifier",
    thing: "RDS DB Instance",
    answer: { service: "RDS", operation: "CreateDBInstance", code: "InvalidParameterValue" },
    shapes: () => [
      atMost(
        63,
        "The parameter DBInstanceIdentifier is not a valid identifier because it is longer than 63 characters.",
      ),
    ],
    source: `${api}/AmazonRDS/latest/APIReference/API_CreateDBInstance.html`,
  },
  {
    name: "cache-subnet-group-name-shape",
    type: "aws:elasticache/subnetGroup:SubnetGroup",
    property: "name",
    thing: "ElastiCache Subnet Group",
    answer: { ...cache, operation: "CreateCacheSubnetGroup" },
    shapes: () => cacheGroup("CacheSubnetGroupName"),
    source: `${api}/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html`,
  },
  {
    name: "table-name-shape",
    type: "aws:dynamodb/table:Table",
    property: "name",
    thing: "AWS DynamoDB Table",
    answer: { service: "DynamoDB", operation: "CreateTable", code: "ValidationException" },
    field: "tableName",
    shapes: () => [
      unless(/^.{3,255}$/, "TableName must be at least 3 characters long and at most 255 characters long"),
      constraint(/^[a-zA-Z0-9_.-]+$/),
    ],
    source: `${api}/amazondynamodb/latest/APIReference/API_CreateTable.html`,
  },
  {
    name: "ssm-parameter-name-shape",
    type: "aws:ssm/parameter:Parameter",
    property: "name",
    thing: "SSM Parameter",
    answer: { service: "SSM", operation: "PutParameter", code: "ValidationException" },
    shapes: () => [
      unless(
        /^(?!\/?(aws|ssm)|.*\/\/)[0-9A-Za-z_./-]+$/i,
        'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
      ),
      when(/^[^/].*\//, "Parameter name must be a fully qualified name."),
      atMost(1011, "Parameter name must not be longer than 1011 characters."),
      when(/^(\/[^/]*){16}/, "The parameter name has more than 15 levels of hierarchy."),
    ],
    source: `${api}/systems-manager/latest/APIReference/API_PutParameter.html`,
  },
  {
    name: "log-group-name-reserved",
    type: "aws:cloudwatch/logGroup:LogGroup",
    property: "name",
    thing: "CloudWatch Logs Log Group",
    answer: {
      service: "CloudWatch Logs",
      operation: "CreateLogGroup",
      code: "InvalidParameterException",
    },
    shapes: () => [when(/^aws\//i, "Log groups starting with AWS/ are reserved for AWS.")],
    source: `${api}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html`,
  },
  {
    name: "discovery-service-name-shape",
    type: "aws:servicediscovery/service:Service",
    property: "name",
    thing: "Service Discovery Service",
    answer: { service: "ServiceDiscovery", operation: "CreateService", code: "InvalidInput" },
    field: "name",
    shapes: () => [
      longest(127),
      constraint(
        /^([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9])(\.([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9]))*$/,
      ),
    ],
    source: `${api}/cloud-map/latest/api/API_CreateService.html`,
  },
  ...[
    ["responseHeadersPolicy:ResponseHeadersPolicy", "ResponseHeadersPolicy", "Response Headers Policy"],
    ["cachePolicy:CachePolicy", "CachePolicy", "Cache Policy"],
    ["originRequestPolicy:OriginRequestPolicy", "OriginRequestPolicy", "Origin Request Policy"],
  ].map(([kind, config = "", thing = ""]) => ({
    name: `${thing.toLowerCase().replaceAll(" ", "-")}-name-shape`,
    type: `aws:cloudfront/${kind}`,
    property: "name",
    thing: `CloudFront ${thing}`,
    answer: { service: "CloudFront", operation: `Create${config}`, code: "InvalidArgument" },
    shapes: () => [
      unless(/^[0-9A-Za-z_-]{1,128}$/, `The parameter Name of ${config}Config is not valid: %s`),
    ],
    source: `${api}/cloudfront/latest/APIReference/API_${config}Config.html`,
  })),
];

/** What the names of things must look like, as far as only AWS looks at them. */
export const awsNameShapeRules: readonly Rule[] = [
  ...[...shapesOfAws, ...networkShapes].map(asRule),
  ...bucketNameRules,
  ...containerNameRules,
];
