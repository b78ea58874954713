import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { DjangoBaseArgs } from "../../src/base/args.ts";
import { checkBaseName, checkDjangoBaseArgs } from "../../src/base/check/args.ts";
import { record } from "../support/record.ts";
import { EVERYTHING, LEAST, recordBase } from "../support/recordBase.ts";

const CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";
const EXISTING = {
  vpcId: "vpc-1",
  publicSubnetIds: ["subnet-1", "subnet-2"],
  taskSubnetIds: ["subnet-3"],
  dataSubnetIds: ["subnet-5", "subnet-6"],
};
const RETENTION =
  "Write one of the values that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.";
const BLOCK =
  'Write a block that begins at its first address: "203.0.113.7/32", "203.0.113.0/24" or "2001:db8::/32".';
const DOMAIN = 'Write a domain in small letters, without scheme, wildcard or dot at the end: "example.com".';

/** Arguments beside the least ones, and all that is said about them. */
const refused: [string, object, string[]][] = [
  [
    "no domain",
    { domainName: undefined },
    [
      'domainName: is missing. Write the domain of the base, for example "example.com"; or, without one, `trial: { app: "alpha" }`, for HTTP on the load balancer\'s own name.',
    ],
  ],
  ["a URL", { domainName: "https://example.com" }, [`domainName: is "https://example.com". ${DOMAIN}`]],
  ["a wildcard", { domainName: "*.example.com" }, [`domainName: is "*.example.com". ${DOMAIN}`]],
  ["capitals", { domainName: "Example.com" }, [`domainName: is "Example.com". ${DOMAIN}`]],
  ["a single label", { domainName: "localhost" }, [`domainName: is "localhost". ${DOMAIN}`]],
  [
    "a domain that ACM finds too long",
    { domainName: `${"a".repeat(60)}.example.com` },
    [
      `domainName: is "${"a".repeat(60)}.example.com". ACM makes certificates for domains of at most 64 characters. Write a shorter one.`,
    ],
  ],
  [
    "neither zone nor certificate",
    { zoneId: undefined },
    [
      "zoneId: is missing. Write the Route 53 zone of the domain, in which a certificate is made and validated; or write certificateArn, the ARN of a certificate that you have.",
    ],
  ],
  [
    "zone and certificate",
    { certificateArn: CERTIFICATE },
    [
      "certificateArn: is given together with zoneId. Take out certificateArn to have a certificate made in the zone, or zoneId to use the one you have.",
    ],
  ],
  [
    "a snapshot of the cache during its maintenance",
    { cache: { snapshotWindow: "04:00-05:00", maintenanceWindow: "sun:04:30-sun:05:30" } },
    [
      'cache.maintenanceWindow: is "sun:04:30-sun:05:30". AWS refuses it at the time of snapshotWindow (04:00-05:00). Write another time.',
    ],
  ],
  [
    "connections that tasks may open anyway",
    {
      network: {
        taskEgress: [
          { description: "Everything", port: 443, cidrs: ["0.0.0.0/0"] },
          { description: "Partner", port: 22, cidrs: ["203.0.113.7/32"] },
          { description: "Partner again", port: 22, cidrs: ["203.0.113.7/32"] },
        ],
      },
    },
    [
      'network.taskEgress[0].cidrs[0]: is "0.0.0.0/0". Tasks may open connections to port 443 there already. Take it out.',
      'network.taskEgress[2].cidrs[0]: is "203.0.113.7/32". Tasks may open connections to port 22 there already. Take it out.',
    ],
  ],
  [
    "a namespace that hides the domain",
    { serviceDiscovery: { enabled: true, namespaceName: "example.com" } },
    [
      'serviceDiscovery.namespaceName: is "example.com". Inside the VPC it would hide the records of your domain. Write another name.',
    ],
  ],
  [
    "a namespace above the domain",
    { domainName: "eu.example.com", serviceDiscovery: { enabled: true, namespaceName: "example.com" } },
    [
      'serviceDiscovery.namespaceName: is "example.com". Inside the VPC it would hide the records of your domain. Write another name.',
    ],
  ],
  [
    "senders and files in another domain",
    {
      mail: { enabled: true, domainName: "acme.org" },
      assets: {
        cdn: { domainName: "assets.acme.org", certificateArn: CERTIFICATE },
      },
    },
    [
      'assets.cdn.domainName: is "assets.acme.org". Its records are made in the zone of example.com. Write that domain or a name below it.',
      'mail.domainName: is "acme.org". Its records are made in the zone of example.com. Write that domain or a name below it.',
    ],
  ],
  [
    "senders in a domain that only ends like the base's",
    { mail: { enabled: true, domainName: "myexample.com" } },
    [
      'mail.domainName: is "myexample.com". Its records are made in the zone of example.com. Write that domain or a name below it.',
    ],
  ],
  [
    "a web ACL that isn't CloudFront's",
    { assets: { cdn: { webAclArn: "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/files/0f1e2d3c" } } },
    [
      'assets.cdn.webAclArn: is "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/files/0f1e2d3c". CloudFront takes web ACLs of its own scope only, which are in us-east-1: "arn:aws:wafv2:us-east-1:<account>:global/webacl/<name>/<id>".',
    ],
  ],
  [
    "an alias instead of a key",
    { kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:alias/base" },
    [
      'kmsKeyArn: is "arn:aws:kms:us-east-1:111122223333:alias/base". Write the ARN of a KMS key, and not its id or an alias: "arn:aws:kms:<region>:<account>:key/<id>".',
    ],
  ],
  [
    "a web ACL that isn't a load balancer's",
    { loadBalancer: { webAclArn: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/apps/0f1e2d3c" } },
    [
      'loadBalancer.webAclArn: is "arn:aws:wafv2:us-east-1:111122223333:global/webacl/apps/0f1e2d3c". A load balancer takes web ACLs with the scope REGIONAL only: "arn:aws:wafv2:<region>:<account>:regional/webacl/<name>/<id>".',
    ],
  ],
  [
    "parameters that aren't Postgres's, the base's own, and one without a value",
    { database: { parameters: { "Log Level": "1", "rds.force_ssl": "0", work_mem: "" } } },
    [
      'database.parameters.Log Level: can\'t be a parameter of Postgres. Write its name in small letters: "log_min_duration_statement".',
      "database.parameters.rds.force_ssl: is set by the base: connections are encrypted. Take it out.",
      'database.parameters.work_mem: is "". Write a value, or take it out for RDS\'s default.',
    ],
  ],
  [
    "a zone's path",
    { zoneId: "/hostedzone/Z1" },
    [
      'zoneId: is "/hostedzone/Z1". Write the id of the zone as Route 53 lists it, for example "Z0123456789ABCDEFGHIJ", without "/hostedzone/".',
    ],
  ],
  [
    "an IAM certificate",
    { zoneId: undefined, certificateArn: "arn:aws:iam::111122223333:server-certificate/x" },
    [
      'certificateArn: is "arn:aws:iam::111122223333:server-certificate/x". Write the ARN of an ACM certificate: "arn:aws:acm:<region>:<account>:certificate/<id>".',
    ],
  ],
  [
    "a block that is too small",
    { network: { cidrBlock: "10.0.0.0/24" } },
    [
      'network.cidrBlock: is "10.0.0.0/24". Write an IPv4 block of size /16 to /22 that begins at its first address, for example "10.20.0.0/16".',
    ],
  ],
  [
    "a block that begins in the middle",
    { network: { cidrBlock: "10.0.1.0/16" } },
    [
      'network.cidrBlock: is "10.0.1.0/16". Write an IPv4 block of size /16 to /22 that begins at its first address, for example "10.20.0.0/16".',
    ],
  ],
  [
    "one zone",
    { network: { availabilityZones: 1 } },
    ["network.availabilityZones: is 1. Write a whole number from 2 to 3."],
  ],
  [
    "one zone twice",
    { network: { availabilityZoneNames: ["us-east-1a", "us-east-1a"] } },
    ['network.availabilityZoneNames: is ["us-east-1a","us-east-1a"]. Write two or three different zones.'],
  ],
  [
    "zones by number and by name",
    { network: { availabilityZones: 2, availabilityZoneNames: ["us-east-1a", "us-east-1b"] } },
    ["network.availabilityZones: is given together with availabilityZoneNames. Take one of them out."],
  ],
  [
    "an unknown kind of NAT",
    { network: { nat: "instance" } },
    ['network.nat: is "instance". Write one of "single", "one-per-az", "none".'],
  ],
  [
    "an unknown endpoint",
    { network: { interfaceEndpoints: ["sqs"] } },
    [
      'network.interfaceEndpoints[0]: is "sqs". Write one of "ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages".',
    ],
  ],
  [
    "an endpoint twice",
    { network: { interfaceEndpoints: ["logs", "logs"] } },
    ['network.interfaceEndpoints: is ["logs","logs"]. Write each service once.'],
  ],
  [
    "a retention that CloudWatch doesn't know",
    { network: { flowLogs: { enabled: true, retentionDays: 31 } } },
    [`network.flowLogs.retentionDays: is 31. ${RETENTION}`],
  ],
  [
    "subnets without their VPC",
    { network: { publicSubnetIds: ["subnet-1", "subnet-2"], assignPublicIp: true } },
    [
      "network.publicSubnetIds: is only for an existing VPC. Write vpcId too, or take it out.",
      "network.assignPublicIp: is only for an existing VPC. Write vpcId too, or take it out.",
    ],
  ],
  [
    "a VPC without its subnets",
    { network: { vpcId: "vpc-1" } },
    [
      "network.publicSubnetIds: is missing. An existing VPC needs vpcId, publicSubnetIds, taskSubnetIds and dataSubnetIds.",
      "network.taskSubnetIds: is missing. An existing VPC needs vpcId, publicSubnetIds, taskSubnetIds and dataSubnetIds.",
      "network.dataSubnetIds: is missing. An existing VPC needs vpcId, publicSubnetIds, taskSubnetIds and dataSubnetIds.",
    ],
  ],
  [
    "changes of an existing VPC",
    { network: { ...EXISTING, nat: "none", flowLogs: { enabled: true } } },
    [
      "network.nat: is only for a new VPC; an existing one isn't changed. Take it out, or vpcId.",
      "network.flowLogs.enabled: is only for a new VPC; an existing one isn't changed. Write false, or take out vpcId.",
    ],
  ],
  [
    "ids of something else",
    {
      network: {
        vpcId: "my-vpc",
        publicSubnetIds: ["subnet-1"],
        taskSubnetIds: [],
        dataSubnetIds: ["subnet-5", "subnet-5"],
      },
    },
    [
      'network.vpcId: is "my-vpc". Write the id of a VPC: "vpc-…".',
      'network.publicSubnetIds: is ["subnet-1"]. Write at least two subnets in different zones, each once: "subnet-…".',
      'network.taskSubnetIds: is []. Write at least one subnet, each once: "subnet-…".',
      'network.dataSubnetIds: is ["subnet-5","subnet-5"]. Write at least two subnets in different zones, each once: "subnet-…".',
    ],
  ],
  [
    "a way out that is none",
    { network: { taskEgress: [{ description: "Café", port: 0, cidrs: ["203.0.113.7"] }] } },
    [
      'network.taskEgress[0].description: is "Café". Write 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*',
      "network.taskEgress[0].port: is 0. Write a whole number from 1 to 65535.",
      `network.taskEgress[0].cidrs[0]: is "203.0.113.7". ${BLOCK}`,
    ],
  ],
  [
    "a way out to nowhere",
    { network: { taskEgress: [{ description: "x", port: 25, cidrs: [] }] } },
    ["network.taskEgress[0].cidrs: is []. Write at least one block of addresses, each once."],
  ],
  [
    "an idle timeout beyond AWS's",
    { loadBalancer: { idleTimeoutSeconds: 4001 } },
    ["loadBalancer.idleTimeoutSeconds: is 4001. Write a whole number from 1 to 4000."],
  ],
  [
    "nobody let in",
    { loadBalancer: { allowedCidrs: [] } },
    [
      "loadBalancer.allowedCidrs: is []. Write at least one block of addresses, each once; leave it out to let everyone in.",
    ],
  ],
  [
    "an address without a size",
    { loadBalancer: { allowedCidrs: ["203.0.113.7"] } },
    [`loadBalancer.allowedCidrs[0]: is "203.0.113.7". ${BLOCK}`],
  ],
  [
    "visitors by IPv6 in a network without",
    { loadBalancer: { allowedCidrs: ["2001:db8::/32"] } },
    [
      'loadBalancer.allowedCidrs[0]: is "2001:db8::/32". The network has no IPv6, so nobody can connect from there. Take it out, or set network.ipv6 to true.',
    ],
  ],
  [
    "ports that are none",
    { loadBalancer: { targetPorts: [8000, 8000, 70000] } },
    [
      "loadBalancer.targetPorts: is [8000,8000,70000]. Write at least one port, each once; leave it out for 8000 and 3000.",
      "loadBalancer.targetPorts[2]: is 70000. Write a whole number from 1 to 65535.",
    ],
  ],
  [
    "a TLS version instead of a policy",
    { loadBalancer: { sslPolicy: "TLSv1.3" } },
    [
      'loadBalancer.sslPolicy: is "TLSv1.3". Write the name of a policy of AWS, for example "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09".',
    ],
  ],
  [
    "logs that are never kept",
    { loadBalancer: { accessLogs: { retentionDays: 0 } } },
    ["loadBalancer.accessLogs.retentionDays: is 0. Write a whole number from 1 to 36500."],
  ],
  [
    "no version of Postgres",
    { database: { engineVersion: "17.x" } },
    [
      'database.engineVersion: is "17.x". Write the major version, for example "17", or for an upgrade that needs a certain minor version both, for example "17.12".',
    ],
  ],
  [
    "a support of Postgres that RDS doesn't sell",
    { database: { engineLifecycleSupport: "standard" as never } },
    [
      'database.engineLifecycleSupport: is "standard". Write one of "open-source-rds-extended-support-disabled", "open-source-rds-extended-support".',
    ],
  ],
  [
    "an EC2 instance type",
    { database: { instanceClass: "t4g.micro" } },
    ['database.instanceClass: is "t4g.micro". Write an RDS instance class, for example "db.t4g.micro".'],
  ],
  [
    "a disk that is too small",
    { database: { allocatedStorageGiB: 10 } },
    ["database.allocatedStorageGiB: is 10. Write a whole number from 20 to 65536."],
  ],
  [
    "a limit below the disk",
    { database: { allocatedStorageGiB: 200, maxAllocatedStorageGiB: 100 } },
    [
      "database.maxAllocatedStorageGiB: is 100. Write allocatedStorageGiB (200), or a whole number that is at least a tenth more, up to 65536.",
    ],
  ],
  [
    "a limit too close to the disk",
    { database: { maxAllocatedStorageGiB: 21 } },
    [
      "database.maxAllocatedStorageGiB: is 21. Write allocatedStorageGiB (20), or a whole number that is at least a tenth more, up to 65536.",
    ],
  ],
  [
    "backups for too long",
    { database: { backupRetentionDays: 36 } },
    ["database.backupRetentionDays: is 36. Write a whole number from 0 to 35."],
  ],
  [
    "windows that are too short or no windows",
    { database: { backupWindow: "03:00-03:15", maintenanceWindow: "Sunday" } },
    [
      'database.backupWindow: is "03:00-03:15". Write a time of at least 30 minutes in UTC: "03:00-04:00".',
      'database.maintenanceWindow: is "Sunday". Write a time of at least 30 minutes in UTC: "sun:04:30-sun:05:30".',
    ],
  ],
  [
    "maintenance during the backup",
    { database: { backupWindow: "23:30-00:30", maintenanceWindow: "mon:00:15-mon:01:15" } },
    [
      'database.maintenanceWindow: is "mon:00:15-mon:01:15". AWS refuses it at the time of backupWindow (23:30-00:30). Write another time.',
    ],
  ],
  [
    "a log retention that CloudWatch doesn't know",
    { database: { logRetentionDays: 2 } },
    [`database.logRetentionDays: is 2. ${RETENTION}`],
  ],
  [
    "a reserved user",
    { database: { username: "admin" } },
    [
      'database.username: is "admin". Write 1 to 63 small letters, digits and underscores, beginning with a letter, and none of admin, rdsadmin, rdsrepladmin, rdstopmgr, user.',
    ],
  ],
  [
    "an engine that isn't there",
    { cache: { engine: "memcached" } },
    ['cache.engine: is "memcached". Write one of "valkey", "redis".'],
  ],
  [
    "a major version of Valkey",
    { cache: { engineVersion: "8" } },
    ['cache.engineVersion: is "8". Write major and minor version, for example "9.1".'],
  ],
  [
    "a version of Redis that is Valkey's",
    { cache: { engine: "redis", engineVersion: "8.0" } },
    ['cache.engineVersion: is "8.0". Write major and minor version, for example "7.1".'],
  ],
  [
    "an EC2 type for the cache",
    { cache: { nodeType: "t4g.micro" } },
    ['cache.nodeType: is "t4g.micro". Write an ElastiCache node type, for example "cache.t4g.micro".'],
  ],
  [
    "too many replicas",
    { cache: { replicas: 6 } },
    ["cache.replicas: is 6. Write a whole number from 0 to 5."],
  ],
  [
    "failover to nobody",
    { cache: { automaticFailover: true } },
    [
      "cache.automaticFailover: is true. There is no replica that could take over. Set replicas to 1 or more, or take it out.",
    ],
  ],
  [
    "times of the cache",
    {
      cache: {
        snapshotRetentionDays: -1,
        snapshotWindow: "03:00-03:30",
        maintenanceWindow: "sun:04:30-sun:05:00",
      },
    },
    [
      "cache.snapshotRetentionDays: is -1. Write a whole number from 0 to 35.",
      'cache.snapshotWindow: is "03:00-03:30". Write a time of at least one hour in UTC: "03:00-04:00".',
      'cache.maintenanceWindow: is "sun:04:30-sun:05:00". Write a time of at least one hour in UTC: "sun:04:30-sun:05:30".',
    ],
  ],
  [
    "settings of a distribution that is off",
    { assets: { cdn: { enabled: false, priceClass: "PriceClass_All", publicPaths: ["*"] } } },
    [
      "assets.cdn: is off, and has priceClass, publicPaths. Write `assets.cdn.enabled: true`, or take these out.",
    ],
  ],
  [
    "settings of parts that are off, by default or because they are turned off",
    {
      network: { flowLogs: { retentionDays: 7 } },
      loadBalancer: { accessLogs: { enabled: false, retentionDays: 7 } },
      mail: { domainName: "example.com" },
      serviceDiscovery: { enabled: false, namespaceName: "apps.local" },
    },
    [
      "network.flowLogs: is off, and has retentionDays. Write `network.flowLogs.enabled: true`, or take that out.",
      "loadBalancer.accessLogs: is off, and has retentionDays. Write `loadBalancer.accessLogs.enabled: true`, or take that out.",
      "mail: is off, and has domainName. Write `mail.enabled: true`, or take that out.",
      "serviceDiscovery: is off, and has namespaceName. Write `serviceDiscovery.enabled: true`, or take that out.",
    ],
  ],
  [
    "a host name without a certificate",
    { assets: { cdn: { domainName: "assets.example.com" } } },
    [
      "assets.cdn.certificateArn: is missing. The domainName beside it needs the ARN of a certificate of us-east-1 for that name.",
    ],
  ],
  [
    "a certificate without a host name",
    { assets: { cdn: { certificateArn: CERTIFICATE } } },
    [
      "assets.cdn.domainName: is missing. Write the host name that the certificateArn beside it is for, or take that out.",
    ],
  ],
  [
    "a certificate of another region",
    {
      assets: {
        cdn: {
          domainName: "assets.example.com",
          certificateArn: CERTIFICATE.replace("us-east-1", "eu-west-1"),
        },
      },
    },
    [
      `assets.cdn.certificateArn: is "${CERTIFICATE.replace("us-east-1", "eu-west-1")}". CloudFront takes ACM certificates of us-east-1 only: "arn:aws:acm:us-east-1:<account>:certificate/<id>".`,
    ],
  ],
  [
    "paths with a slash in front, or none at all",
    { assets: { cdn: { publicPaths: ["/static/*"] } } },
    [
      'assets.cdn.publicPaths[0]: is "/static/*". Write a pattern of keys, which don\'t begin with a slash, for example "*/media/*".',
    ],
  ],
  [
    "paths that are never public",
    { assets: { cdn: { publicPaths: ["*", "*/private/*", "private"] } } },
    [
      'assets.cdn.publicPaths[1]: is "*/private/*". CloudFront never reads what is in a folder "private". Give files for everybody another one.',
    ],
  ],
  [
    "no paths",
    { assets: { cdn: { publicPaths: [] } } },
    [
      'assets.cdn.publicPaths: is []. Write at least one pattern of keys, for example "*/media/*"; or `enabled: false`.',
    ],
  ],
  [
    "an unknown price class",
    { assets: { cdn: { priceClass: "cheap" } } },
    ['assets.cdn.priceClass: is "cheap". Write one of "PriceClass_100", "PriceClass_200", "PriceClass_All".'],
  ],
  [
    "an origin with a path",
    { assets: { corsOrigins: ["https://example.com/"] } },
    [
      'assets.corsOrigins[0]: is "https://example.com/". Write an origin without path, for example "https://example.com", or "*" for all.',
    ],
  ],
  [
    "no days for old versions",
    { assets: { oldVersionRetentionDays: 0 } },
    ["assets.oldVersionRetentionDays: is 0. Write a whole number from 1 to 36500."],
  ],
  [
    "mail without a zone",
    { zoneId: undefined, certificateArn: CERTIFICATE, mail: { enabled: true } },
    [
      "mail.enabled: needs zoneId: SES accepts a domain only if it finds its records. Write zoneId, or `mail.enabled: false`.",
    ],
  ],
  [
    "mail from no domain",
    { mail: { enabled: true, domainName: "example", mailFromLabel: "a.b" } },
    [
      'mail.domainName: is "example". Write a domain: "example.com".',
      'mail.mailFromLabel: is "a.b". Write one label, without dots, in small letters, digits and hyphens: "mail".',
    ],
  ],
  [
    "a namespace of one label",
    { serviceDiscovery: { enabled: true, namespaceName: "internal" } },
    [
      'serviceDiscovery.namespaceName: is "internal". Write a name of two labels or more in small letters: "base.internal".',
    ],
  ],
  [
    "an unknown durability",
    { durability: "medium" },
    ['durability: is "medium". Write one of "durable", "disposable".'],
  ],
];

describe("wrong settings are refused with their path, value and remedy", () => {
  test.each(refused)("%s", (_, args, messages) => {
    const problems = checkDjangoBaseArgs({ ...LEAST, ...args } as DjangoBaseArgs);
    expect(problems.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(messages);
  });
});

const accepted: [string, Partial<DjangoBaseArgs>][] = [
  ["the least", {}],
  ["everything", EVERYTHING],
  ["a certificate instead of a zone", { zoneId: undefined, certificateArn: CERTIFICATE }],
  ["an existing VPC", { network: { ...EXISTING, assignPublicIp: true, ipv6: true } }],
  ["outputs, whose values aren't known yet", { database: { engineVersion: pulumi.output("17.x") } }],
  ["a minor version, for an upgrade", { database: { engineVersion: "17.12" } }],
  ["a disk that doesn't grow", { database: { allocatedStorageGiB: 50, maxAllocatedStorageGiB: 50 } }],
  [
    "windows over midnight, one right after the other",
    { database: { backupWindow: "23:45-00:15", maintenanceWindow: "sun:23:00-sun:23:45" } },
  ],
  [
    "visitors by IPv6 in a network that has it",
    { network: { ipv6: true }, loadBalancer: { allowedCidrs: ["::/0"] } },
  ],
];

test.each(accepted)("accepted: %s", (_, args) => {
  expect(checkDjangoBaseArgs({ ...LEAST, ...args })).toEqual([]);
});

test.each(["Base", "-base", "base-", "my--base", "my_base", "1base", "", "a".repeat(101)])(
  "no base is named %o",
  (name) => {
    expect(checkBaseName(name)).toEqual([
      {
        path: "name",
        reason: `is ${JSON.stringify(name)}. Write up to 100 small letters, digits and single hyphens, beginning with a letter and ending with a letter or digit: AWS takes nothing else in the names of databases and buckets.`,
      },
    ]);
  },
);

test("names that AWS keeps to itself", () => {
  expect(checkBaseName("internal-tools")).toEqual([
    {
      path: "name",
      reason: 'is "internal-tools". AWS reserves names that begin like this. Write another.',
    },
  ]);
  expect(checkBaseName("internals")).toEqual([]);
});

test("the constructor refuses all wrong settings at once, before anything is registered", async () => {
  const failure = recordBase({ durability: "x" as "durable", cache: { replicas: 9 } }, { name: "Base" });
  await expect(failure).rejects.toMatchObject({
    __pulumiRunError: true,
    message: [
      "DjangoBase can't be made:",
      '  name: is "Base". Write up to 100 small letters, digits and single hyphens, beginning with a letter and ending with a letter or digit: AWS takes nothing else in the names of databases and buckets.',
      "  cache.replicas: is 9. Write a whole number from 0 to 5.",
      '  durability: is "x". Write one of "durable", "disposable".',
    ].join("\n"),
    errors: [{ propertyPath: "name" }, { propertyPath: "cache.replicas" }, { propertyPath: "durability" }],
  });
  const afterwards = await record(() => {});
  expect(afterwards.all).toEqual([]);
});
