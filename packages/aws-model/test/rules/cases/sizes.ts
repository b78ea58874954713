import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const of = (length: number): string => "a".repeat(length);

const base64 = (bytes: number): string => Buffer.alloc(bytes).toString("base64");

const make =
  (type: string, inputs: Properties) =>
  ({ create }: AwsAccount) =>
    create(type, "x", inputs);

/** A policy of this many characters, without the white space that doesn't count. */
const policy = (length: number): string => {
  const empty = JSON.stringify({ Version: "" });
  return `  ${JSON.stringify({ Version: of(length - empty.length) })}\n`;
};

const instance = {
  identifier: "db",
  instanceClass: "db.t4g.micro",
  engine: "postgres",
  skipFinalSnapshot: true,
};

const database = (message: string) =>
  said("creating RDS DB Instance (db)", ["RDS", "CreateDBInstance", "InvalidParameterValue"], message);

const quota = (doing: string, operation: string, message: string) =>
  said(doing, ["IAM", operation, "LimitExceeded", 409], message);

const parameter = { name: "/a", type: "String" };
const ssm = ["SSM", "PutParameter", "ValidationException"] as const;

const container = (length: number): string => {
  const text = JSON.stringify([{ name: "a", image: "i", essential: true, command: [""] }]);
  return text.replace('""', `"${of(length - text.length)}"`);
};
const definition = { family: "web", executionRoleArn: "arn:aws:iam::123456789012:role/e" };

const inlinePolicies =
  (...lengths: number[]) =>
  ({ create }: AwsAccount) => {
    create("aws:iam/role:Role", "web", { name: "web", assumeRolePolicy: "{}" });
    create("aws:iam/rolePolicy:RolePolicy", "other", { name: "p", role: "other", policy: policy(5000) });
    lengths.forEach((length, i) => {
      create("aws:iam/rolePolicy:RolePolicy", `p${i}`, {
        name: `p${i}`,
        role: "web",
        policy: policy(length),
      });
    });
  };

const tags = (count: number): Properties =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, "value"]));
const noTags = (problem: string) =>
  said(
    "creating EC2 VPC",
    ["EC2", "CreateVpc", "ValidationException"],
    `1 validation error detected: Value at 'tags' failed to satisfy constraint: ${problem}`,
  );
const vpc = { cidrBlock: "10.0.0.0/16" };

export const cases: RuleCase[] = [
  {
    rule: "ssm-parameter-size",
    refused: make("aws:ssm/parameter:Parameter", { ...parameter, value: of(4097) }),
    message: said(
      "creating SSM Parameter (/a)",
      ssm,
      "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html",
    ),
    accepted: make("aws:ssm/parameter:Parameter", { ...parameter, value: of(4096) }),
  },
  {
    rule: "ssm-parameter-size",
    refused: make("aws:ssm/parameter:Parameter", { ...parameter, tier: "Advanced", value: of(8193) }),
    message: said(
      "creating SSM Parameter (/a)",
      ssm,
      "Advanced tier parameters support a maximum parameter value of 8192 characters.",
    ),
    accepted: make("aws:ssm/parameter:Parameter", {
      ...parameter,
      tier: "Intelligent-Tiering",
      value: of(8192),
    }),
  },
  {
    rule: "secret-size",
    refused: make("aws:secretsmanager/secretVersion:SecretVersion", {
      secretId: "s",
      secretBinary: base64(65_537),
    }),
    message: said(
      "putting Secrets Manager Secret (s) value",
      ["Secrets Manager", "PutSecretValue", "ValidationException"],
      "1 validation error detected: Value at 'secretBinary' failed to satisfy constraint: Member must have length less than or equal to 65536",
    ),
    accepted: make("aws:secretsmanager/secretVersion:SecretVersion", {
      secretId: "s",
      secretBinary: base64(65_536),
    }),
  },
  {
    rule: "secret-size",
    refused: make("aws:secretsmanager/secretVersion:SecretVersion", {
      secretId: "s",
      secretString: of(65_537),
    }),
    message: said(
      "putting Secrets Manager Secret (s) value",
      ["Secrets Manager", "PutSecretValue", "ValidationException"],
      "1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536",
    ),
    accepted: make("aws:secretsmanager/secretVersion:SecretVersion", {
      secretId: "s",
      secretString: of(65_536),
    }),
  },
  {
    rule: "task-definition-size",
    refused: make("aws:ecs/taskDefinition:TaskDefinition", {
      ...definition,
      containerDefinitions: container(65_537),
    }),
    message: said(
      "creating ECS Task Definition (web)",
      ["ECS", "RegisterTaskDefinition", "ClientException"],
      "Actual length: '65537'. Max allowed length is '65536' bytes.",
    ),
    accepted: make("aws:ecs/taskDefinition:TaskDefinition", {
      ...definition,
      containerDefinitions: container(65_536),
    }),
  },
  {
    rule: "role-trust-size",
    refused: make("aws:iam/role:Role", { name: "web", assumeRolePolicy: policy(2049) }),
    message: quota("creating IAM Role (web)", "CreateRole", "Cannot exceed quota for ACLSizePerRole: 2048"),
    accepted: make("aws:iam/role:Role", { name: "web", assumeRolePolicy: policy(2048) }),
  },
  {
    rule: "inline-policies-size",
    refused: inlinePolicies(5000, 5241),
    message: quota(
      "putting IAM Role (web) Policy (p1)",
      "PutRolePolicy",
      "Maximum policy size of 10240 bytes exceeded for role web",
    ),
    accepted: inlinePolicies(5000, 5240),
  },
  {
    rule: "bucket-policy-size",
    refused: make("aws:s3/bucketPolicy:BucketPolicy", {
      bucket: "assets",
      policy: JSON.stringify({ a: of(20_480) }),
    }),
    message: said(
      "putting S3 Bucket (assets) Policy",
      ["S3", "PutBucketPolicy", "PolicyTooLarge"],
      "Policy exceeds the maximum allowed document size.",
    ),
    accepted: make("aws:s3/bucketPolicy:BucketPolicy", {
      bucket: "assets",
      policy: JSON.stringify({ a: of(20_472) }),
    }),
  },
  {
    rule: "txt-record-length",
    refused: make("aws:route53/record:Record", {
      zoneId: "Z1",
      name: "a.example.com",
      type: "TXT",
      ttl: 60,
      records: [of(256)],
    }),
    message: said(
      "creating Route53 Record",
      ["Route 53", "ChangeResourceRecordSets", "InvalidChangeBatch"],
      `[Invalid Resource Record: 'FATAL problem: CharacterStringTooLong (Value is too long) encountered with '"${of(256)}"'']`,
    ),
    accepted: make("aws:route53/record:Record", {
      zoneId: "Z1",
      name: "a.example.com",
      type: "TXT",
      ttl: 60,
      records: [`${of(255)}""${of(255)}" "${of(255)}`],
    }),
  },
  {
    rule: "tags",
    refused: make("aws:ec2/vpc:Vpc", { ...vpc, tags: tags(51) }),
    message: noTags("Member must have length less than or equal to 50"),
    accepted: make("aws:ec2/vpc:Vpc", { ...vpc, tags: tags(50) }),
  },
  {
    rule: "tags",
    refused: make("aws:ec2/vpc:Vpc", { ...vpc, tags: { [of(129)]: "a" } }),
    message: noTags(
      "Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]",
    ),
    accepted: make("aws:ec2/vpc:Vpc", { ...vpc, tags: { [of(128)]: "a" } }),
  },
  {
    rule: "tags",
    refused: make("aws:ec2/vpc:Vpc", { ...vpc, tags: { a: of(257) } }),
    message: noTags(
      "Map value must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 0]",
    ),
    accepted: make("aws:ec2/vpc:Vpc", { ...vpc, tags: { a: of(256) } }),
  },
  {
    rule: "tags",
    refused: make("aws:s3/bucket:Bucket", { bucket: "assets", tags: { a: of(257) } }),
    message: said(
      "creating S3 Bucket (assets)",
      ["S3", "CreateBucket", "ValidationException"],
      "1 validation error detected: Value at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 0]",
    ),
    // The provider leaves out what begins with `aws:`.
    accepted: make("aws:s3/bucket:Bucket", { bucket: "assets", tags: { "aws:a": "b" } }),
  },
  {
    rule: "database-name-shape",
    refused: make("aws:rds/instance:Instance", { ...instance, dbName: "my-shop" }),
    message: database("DBName must begin with a letter and contain only alphanumeric characters."),
    accepted: make("aws:rds/instance:Instance", { ...instance, dbName: "my_shop" }),
  },
  {
    rule: "database-user-shape",
    refused: make("aws:rds/instance:Instance", { ...instance, username: "1django" }),
    message: database("MasterUsername must begin with a letter and contain only alphanumeric characters."),
    accepted: make("aws:rds/instance:Instance", {
      ...instance,
      username: "django1",
      password: "long-enough",
    }),
  },
  {
    rule: "database-password-shape",
    refused: make("aws:rds/instance:Instance", { ...instance, password: "slash/slash" }),
    message: database(
      "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.",
    ),
    accepted: make("aws:rds/instance:Instance", { ...instance, password: "no-slash!?" }),
  },
  {
    rule: "database-password-shape",
    refused: make("aws:rds/instance:Instance", { ...instance, password: of(129) }),
    message: database(
      "The parameter MasterUserPassword is not a valid password because it is longer than 128 characters.",
    ),
    accepted: make("aws:rds/instance:Instance", { ...instance, password: of(128) }),
  },
];
