import { expect, test } from "vitest";
import { DjangoApp } from "../../src/app/djangoApp.ts";
import type { DjangoBaseArgs } from "../../src/base/args.ts";
import { DjangoBase } from "../../src/base/djangoBase.ts";
import { record } from "../support/record.ts";
import { EVERYTHING, LEAST } from "../support/recordBase.ts";
import { accessRules } from "./accessRules.ts";
import { containerRules } from "./containerRules.ts";
import { dataRules } from "./dataRules.ts";
import { type Exception, judge, type Resource, type Rule } from "./rule.ts";

const RULES: Rule[] = [...dataRules, ...accessRules, ...containerRules];

/** What the rules leave out, and why. */
const EXCEPTIONS: Exception[] = [
  {
    rule: "bucket-versioned",
    resource: "aws:s3/bucket:Bucket base-alb-logs",
    reason: "Only AWS writes there, each file once, and nobody deletes but the lifecycle.",
  },
  {
    rule: "cdn-logs",
    resource: "aws:cloudfront/distribution:Distribution base-assets",
    reason:
      "It serves public files only, and logs cost more than the files: an account that needs them sets up CloudFront's standard logging for all its distributions.",
  },
  {
    rule: "container-read-only",
    resource: "aws:ecs/taskDefinition:TaskDefinition alpha-*",
    reason:
      "ECS Exec, which is on by default, writes to the container: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
  },
];

/** All that both components register: a base and an app on it, with their defaults or with every part. */
async function resources(everything: boolean): Promise<Resource[]> {
  const { all } = await record(() => {
    const base = new DjangoBase("base", everything ? EVERYTHING : LEAST);
    new DjangoApp("alpha", {
      base: base.contract,
      frontend: { enabled: true },
      ...(everything
        ? {
            workers: { default: { scaling: { min: 1, max: 3 } }, mail: {} },
            scheduledCommands: {
              clear: { command: ["python", "manage.py", "clearsessions"], schedule: "rate(1 day)" },
            },
            alarms: { enabled: true },
          }
        : {}),
    });
  });
  return all;
}

test.each([
  ["defaults", false],
  ["every part", true],
])("both components keep the rules: %s", async (_, everything) => {
  const { violations, checked, unused } = judge(RULES, EXCEPTIONS, await resources(everything));
  expect(violations).toEqual([]);
  expect(unused).toEqual([]);
  const idle = RULES.filter(({ name }) => checked[name] === undefined).map(({ name }) => name);
  expect(idle).toEqual([]);
});

test("a trial keeps the rules of who may talk to whom, and of TLS everywhere else", async () => {
  const made = async (args: DjangoBaseArgs) =>
    (await record(() => new DjangoBase("base", args).contract.version)).all;
  const about = (all: Resource[]) =>
    judge(accessRules, EXCEPTIONS, all).violations.map(({ rule, resource }) => `${rule}: ${resource}`);
  const trial = await made({ trial: { app: "alpha" }, durability: "disposable" });
  const deletion = "load-balancer-deletion: aws:lb/loadBalancer:LoadBalancer base-alb";
  expect(about(trial)).toEqual([deletion]);
  // The same listener in what isn't a trial.
  const untagged = structuredClone(trial);
  set("aws:lb/loadBalancer:LoadBalancer", "tags", undefined)(untagged);
  expect(about(untagged)).toEqual([deletion, "https-only: aws:lb/listener:Listener base-alb-http"]);
});

test("a rule says what it wants and where it comes from, under a name of its own", () => {
  for (const { name, description, source } of RULES) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(source).toMatch(/^https:\/\//);
  }
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});

/** For each rule a setting that breaks it, or a change of what was registered where no setting can. */
const BROKEN: Record<string, (all: Resource[]) => void> = {
  "database-encrypted": set("aws:rds/instance:Instance", "storageEncrypted", false),
  "database-private": set("aws:rds/instance:Instance", "publiclyAccessible", true),
  "database-tls": set("aws:rds/parameterGroup:ParameterGroup", "parameters", []),
  "database-backups": set("aws:rds/instance:Instance", "backupRetentionPeriod", 1),
  "database-deletion": set("aws:rds/instance:Instance", "deletionProtection", false),
  "database-minor-versions": set("aws:rds/instance:Instance", "engineVersion", "17.2"),
  "database-logs": set("aws:rds/instance:Instance", "enabledCloudwatchLogsExports", undefined),
  "cache-encrypted": set(
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "transitEncryptionEnabled",
    false,
  ),
  "cache-backups": set("aws:elasticache/replicationGroup:ReplicationGroup", "snapshotRetentionLimit", 0),
  "data-in-own-subnets": set("aws:rds/instance:Instance", "dbSubnetGroupName", undefined),
  "bucket-private": set("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "blockPublicAcls", false),
  "bucket-owner": set("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "rule", {
    objectOwnership: "ObjectWriter",
  }),
  "bucket-encrypted": drop(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  ),
  "bucket-tls": drop("aws:s3/bucketPolicy:BucketPolicy"),
  "bucket-lifecycle": drop("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"),
  "bucket-versioned": drop("aws:s3/bucketVersioning:BucketVersioning"),
  "bucket-kept": set("aws:s3/bucket:Bucket", "forceDestroy", true),
  "table-restorable": set("aws:dynamodb/table:Table", "pointInTimeRecovery", undefined),
  "secret-recoverable": set("aws:secretsmanager/secret:Secret", "recoveryWindowInDays", 0),
  "secret-values": (all) => {
    for (const resource of all) resource.secrets = [];
  },
  "no-all-actions": policy({ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::b" }),
  "no-all-resources": policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }),
  "no-anyone": policy({
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::b/x",
  }),
  "confused-deputy": set(
    "aws:iam/role:Role",
    "assumeRolePolicy",
    '{"Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
  ),
  "pass-role": policy({ Effect: "Allow", Action: ["iam:PassRole"], Resource: "arn:aws:iam::1:role/x" }),
  "no-log-groups-made": policy({
    Effect: "Allow",
    Action: "logs:CreateLogGroup",
    Resource: "arn:aws:logs:::x",
  }),
  "no-inline-rules": set("aws:ec2/securityGroup:SecurityGroup", "egress", []),
  "open-to-everyone": set(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "cidrIpv4",
    "0.0.0.0/0",
  ),
  "one-port": set("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "toPort", 65535),
  "default-group-closed": drop("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"),
  "load-balancer-headers": set("aws:lb/loadBalancer:LoadBalancer", "dropInvalidHeaderFields", false),
  "load-balancer-deletion": set("aws:lb/loadBalancer:LoadBalancer", "enableDeletionProtection", false),
  "load-balancer-logs": set("aws:lb/loadBalancer:LoadBalancer", "accessLogs", undefined),
  "https-only": set("aws:lb/listener:Listener", "sslPolicy", "ELBSecurityPolicy-2016-08"),
  "no-answer-by-default": set("aws:lb/listener:Listener", "defaultActions", [
    { type: "fixed-response", fixedResponse: { statusCode: "200" } },
  ]),
  "cdn-https-only": set("aws:cloudfront/distribution:Distribution", "defaultCacheBehavior", {
    viewerProtocolPolicy: "allow-all",
  }),
  "cdn-signs": set("aws:cloudfront/distribution:Distribution", "origins", [{}]),
  "cdn-logs": () => {},
  "logs-expire": set("aws:cloudwatch/logGroup:LogGroup", "retentionInDays", undefined),
  "no-plain-secrets": container({ environment: [{ name: "DATABASE_URL", value: "postgres://a:b@host/db" }] }),
  "container-logs": container({ logConfiguration: undefined }),
  "container-unprivileged": container({ privileged: true }),
  "container-read-only": container({ readonlyRootFilesystem: false }),
  "service-private": set("aws:ecs/service:Service", "networkConfiguration", { assignPublicIp: true }),
  "service-rolls-back": set("aws:ecs/service:Service", "deploymentCircuitBreaker", undefined),
};

test("each rule notices when it is broken", async () => {
  const all = await resources(true);
  for (const rule of RULES) {
    const copy = structuredClone(all);
    BROKEN[rule.name]?.(copy);
    const { violations } = judge([rule], [], copy);
    expect(
      violations.map((violation) => violation.rule),
      rule.name,
    ).toContain(rule.name);
  }
});

function set(type: string, key: string, value: unknown) {
  return (all: Resource[]) => {
    for (const resource of all.filter((r) => r.type === type)) resource.inputs[key] = value;
  };
}

function drop(type: string) {
  return (all: Resource[]) => {
    all.splice(0, all.length, ...all.filter((r) => r.type !== type));
  };
}

function policy(statement: object) {
  return set("aws:iam/rolePolicy:RolePolicy", "policy", JSON.stringify({ Statement: [statement] }));
}

function container(change: object) {
  return (all: Resource[]) => {
    for (const { inputs } of all.filter((r) => r.type === "aws:ecs/taskDefinition:TaskDefinition")) {
      const containers = JSON.parse(String(inputs.containerDefinitions)) as object[];
      inputs.containerDefinitions = JSON.stringify(containers.map((c) => ({ ...c, ...change })));
    }
  };
}
