import type { Properties } from "../../../src/world/world.ts";
import { type AwsAccount, leastInputs } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const of = (length: number): string => "a".repeat(length);

interface Named {
  rule: string;
  type: string;
  property?: string;
  doing: string;
  answer: [service: string, operation: string, code: string];
  /** Names that are refused, with AWS's message, each with one that is fine. */
  rows: [refused: string, message: string, accepted: string][];
  more?: Properties;
}

const badBucket = "The specified bucket is not valid.";
const groupSet = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";
const cacheIdentifier =
  "is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.";
const noParameter =
  'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';

const named: Named[] = [
  {
    rule: "bucket-name-shape",
    type: "aws:s3/bucket:Bucket",
    property: "bucket",
    doing: "creating S3 Bucket (%)",
    answer: ["S3", "CreateBucket", "InvalidBucketName"],
    rows: [
      ["ab", badBucket, "abc"],
      [`${of(62)}.`, badBucket, of(63)],
      [of(64), badBucket, of(63)],
      ["-ab", badBucket, "0ab"],
      ["Assets", badBucket, "assets"],
      ["a_b", badBucket, "a-b"],
      ["a..b", badBucket, "a.-b"],
      ["192.168.5.4", badBucket, "192.168.5.4a"],
      ["xn--assets", badBucket, "xn-assets"],
      ["sthree-assets", badBucket, "sthree"],
      ["amzn-s3-demo-assets", badBucket, "amzn-s3-assets"],
      ["assets-s3alias", badBucket, "assets-alias"],
      ["assets--ol-s3", badBucket, "assets-ol-s3"],
      ["assets.mrap", badBucket, "assets-mrap"],
      ["assets--x-s3", badBucket, "assets-x-s3"],
      ["assets--table-s3", badBucket, "assets-table-s3"],
      ["assets-an", badBucket, "assets-can"],
    ],
  },
  {
    rule: "bucket-name-shape",
    type: "aws:s3/bucket:Bucket",
    property: "bucket",
    doing: "creating S3 Bucket (%)",
    answer: ["S3", "CreateBucket", "InvalidBucketName"],
    rows: [
      ["assets-123456789012-eu-west-1-an", badBucket, "assets-123456789012-us-east-1-an"],
      ["assets", badBucket, "assets-123456789012-us-east-1-an"],
    ],
    more: { bucketNamespace: "account-regional" },
  },
  {
    rule: "ecr-repository-name-shape",
    type: "aws:ecr/repository:Repository",
    doing: "creating ECR Repository (%)",
    answer: ["ECR", "CreateRepository", "InvalidParameterException"],
    rows: [
      [
        "Backend",
        "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''",
        "backend",
      ],
      [
        "a",
        "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length between 2 and 256'",
        "aa",
      ],
    ],
  },
  {
    rule: "ecs-service-name-shape",
    type: "aws:ecs/service:Service",
    doing: "creating ECS Service (%)",
    answer: ["ECS", "CreateService", "InvalidParameterException"],
    rows: [
      [
        of(256),
        "The service name must be 1 to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores.",
        of(255),
      ],
    ],
  },
  {
    rule: "db-instance-identifier-length",
    type: "aws:rds/instance:Instance",
    property: "identifier",
    doing: "creating RDS DB Instance (%)",
    answer: ["RDS", "CreateDBInstance", "InvalidParameterValue"],
    rows: [
      [
        of(64),
        "The parameter DBInstanceIdentifier is not a valid identifier because it is longer than 63 characters.",
        of(63),
      ],
    ],
  },
  {
    rule: "cache-subnet-group-name-shape",
    type: "aws:elasticache/subnetGroup:SubnetGroup",
    doing: "creating ElastiCache Subnet Group (%)",
    answer: ["ElastiCache", "CreateCacheSubnetGroup", "InvalidParameterValue"],
    rows: [["a_b", `The parameter CacheSubnetGroupName ${cacheIdentifier}`, "a-b"]],
  },
  {
    rule: "table-name-shape",
    type: "aws:dynamodb/table:Table",
    doing: "creating AWS DynamoDB Table (%)",
    answer: ["DynamoDB", "CreateTable", "ValidationException"],
    rows: [
      ["ab", "TableName must be at least 3 characters long and at most 255 characters long", "abc"],
      [
        "a b c",
        "1 validation error detected: Value 'a b c' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
        "a.b.c",
      ],
    ],
  },
  {
    rule: "ssm-parameter-name-shape",
    type: "aws:ssm/parameter:Parameter",
    doing: "creating SSM Parameter (%)",
    answer: ["SSM", "PutParameter", "ValidationException"],
    rows: [
      ["ssm-targets", noParameter, "targets-ssm"],
      ["/django/a b", noParameter, "/django/a_b"],
      ["/django//a", noParameter, "/django/a"],
      ["django/targets", "Parameter name must be a fully qualified name.", "/django/targets"],
      ["/a".repeat(16), "The parameter name has more than 15 levels of hierarchy.", "/a".repeat(15)],
    ],
  },
  {
    rule: "log-group-name-reserved",
    type: "aws:cloudwatch/logGroup:LogGroup",
    doing: "creating CloudWatch Logs Log Group (%)",
    answer: ["CloudWatch Logs", "CreateLogGroup", "InvalidParameterException"],
    rows: [["aws/shop", "Log groups starting with AWS/ are reserved for AWS.", "/aws/shop"]],
  },
  {
    rule: "discovery-service-name-shape",
    type: "aws:servicediscovery/service:Service",
    doing: "creating Service Discovery Service (%)",
    answer: ["ServiceDiscovery", "CreateService", "InvalidInput"],
    rows: [
      [
        "a-",
        "1 validation error detected: Value 'a-' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9])(\\.([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9]))*",
        "a-b",
      ],
    ],
  },
  {
    rule: "security-group-name-alphabet",
    type: "aws:ec2/securityGroup:SecurityGroup",
    doing: "creating Security Group (%)",
    answer: ["EC2", "CreateSecurityGroup", "InvalidParameterValue"],
    rows: [
      [
        "web?",
        `Invalid security group name. Valid names are strings less than 256 characters from the following set: ${groupSet}`,
        "web!",
      ],
      ["default", "Cannot use reserved security group name: default", "default2"],
    ],
  },
  {
    rule: "security-group-description-alphabet",
    type: "aws:ec2/securityGroup:SecurityGroup",
    property: "description",
    doing: "creating Security Group (web)",
    answer: ["EC2", "CreateSecurityGroup", "InvalidParameterValue"],
    rows: [
      [
        "café",
        "Value (café) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.",
        "cafe",
      ],
      [
        "the app's",
        `Invalid security group description. Valid descriptions are strings less than 256 characters from the following set: ${groupSet}`,
        "of the app",
      ],
    ],
    more: { name: "web" },
  },
  ...["Ingress", "Egress"].map(
    (direction): Named => ({
      rule: `security-group-${direction.toLowerCase()}-rule-description`,
      type: `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`,
      property: "description",
      doing: "creating VPC Security Group Rule",
      answer: ["EC2", `AuthorizeSecurityGroup${direction}`, "InvalidParameterValue"],
      rows: [
        [
          "app > database",
          `Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: ${groupSet}`,
          "app to database",
        ],
      ],
    }),
  ),
  {
    rule: "record-name-shape",
    type: "aws:route53/record:Record",
    doing: "creating Route53 Record",
    answer: ["Route 53", "ChangeResourceRecordSets", "InvalidChangeBatch"],
    rows: [
      [
        `${of(64)}.example.com`,
        `[Invalid Resource Record: 'FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '${of(64)}.example.com'']`,
        `${of(63)}.example.com`,
      ],
      [
        "a..example.com",
        "[Invalid Resource Record: 'FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with 'a..example.com'']",
        "a.example.com",
      ],
    ],
  },
  ...["ResponseHeadersPolicy", "CachePolicy", "OriginRequestPolicy"].map((kind): Named => {
    const words = kind.replaceAll(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`);
    return {
      rule: `${words.toLowerCase().replaceAll(" ", "-")}-name-shape`,
      type: `aws:cloudfront/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`,
      doing: `creating CloudFront ${words} (%)`,
      answer: ["CloudFront", `Create${kind}`, "InvalidArgument"],
      rows: [["a.b", `The parameter Name of ${kind}Config is not valid: a.b`, "a-b"]],
    };
  }),
];

/** Names of buckets that the provider refuses by itself, as far as it does in a region. */
const ofProvider: RuleCase[] = (
  [
    ["us-east-1", "a!b", "only alphanumeric, hyphens, periods, and underscores allowed in %", "a-b"],
    ["eu-west-1", "ab", "% must contain from 3 to 63 characters", "abc"],
    ["eu-west-1", "A_b", "only lowercase alphanumeric characters and hyphens allowed in %", "a-b"],
    ["eu-west-1", "192.168.5.4", "% must not be formatted as an IP address", "192.168.5"],
    ["eu-west-1", ".ab", "% cannot start with a period", "a.b"],
    ["eu-west-1", "ab.", "% cannot end with a period", "a.b"],
    ["eu-west-1", "a..b", "% can be only one period between labels", "a.b"],
  ] as const
).map(([region, refused, problem, accepted]) => {
  const bucket = (name: string) => (account: AwsAccount) =>
    account.create("aws:s3/bucket:Bucket", "x", { bucket: name, region });
  return {
    rule: "bucket-name-validated",
    refused: bucket(refused),
    message: `validating S3 Bucket (${refused}) name: ${problem.replace("%", JSON.stringify(refused))}`,
    accepted: bucket(accepted),
  };
});

const container = (name: string) => (account: AwsAccount) =>
  account.create("aws:ecs/taskDefinition:TaskDefinition", "x", {
    family: "web",
    containerDefinitions: JSON.stringify([{ name, image: "nginx", memory: 128 }]),
  });

const containers: RuleCase[] = (
  [
    ["web.ui", "Container.name contains invalid characters.", "web_ui-2"],
    [of(256), "Container.name contains invalid characters.", of(255)],
    ["", "Container.name should not be null or empty.", "w"],
  ] as const
).map(([refused, message, accepted]) => ({
  rule: "container-name-shape",
  refused: container(refused),
  message: said(
    "creating ECS Task Definition (web)",
    ["ECS", "RegisterTaskDefinition", "ClientException"],
    message,
  ),
  accepted: container(accepted),
}));

const byTable: RuleCase[] = named.flatMap(({ rule, type, property = "name", doing, answer, rows, more }) =>
  rows.map(([refused, message, accepted]) => ({
    rule,
    refused: ({ create }) => create(type, "x", { ...leastInputs(type), ...more, [property]: refused }),
    message: said(
      doing.replace("%", () => refused),
      answer,
      message,
    ),
    accepted: ({ create }) => create(type, "x", { ...leastInputs(type), ...more, [property]: accepted }),
  })),
);

export const cases: RuleCase[] = [...byTable, ...ofProvider, ...containers];
