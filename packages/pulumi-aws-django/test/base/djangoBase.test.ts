import { describe, expect, test } from "vitest";
import type { DjangoBaseArgs } from "../../src/base/args.ts";
import { DjangoBase } from "../../src/base/djangoBase.ts";
import type { BaseContract } from "../../src/contracts/baseContract.ts";
import { type Recording, record } from "../support/record.ts";
import { EVERYTHING, LEAST, recordBase } from "../support/recordBase.ts";

const TOKEN = "pulumi-aws-django:index:DjangoBase";

test("everything is a child of the component, which is named by its token and registers its outputs", async () => {
  const recording = await recordBase(EVERYTHING);
  const [component, ...children] = recording.all;
  expect(component).toMatchObject({ type: TOKEN, name: "base", remote: false });
  expect(component?.outputs).toEqual({
    contract: recording.result.contract,
    domainName: "example.com",
    loadBalancerDnsName: "base-alb.us-east-1.elb.amazonaws.com",
    databaseEndpoint: "base-database.rds.amazonaws.com:5432",
    cacheEndpoint: "master.base-cache.cache.amazonaws.com:6379",
    assetsBucketName: "base-assets",
    assetsHostName: "base-assets.cloudfront.net",
    vpcId: recording.result.contract.network.vpcId,
    publicSubnetIds: ["subnet-public-1", "subnet-public-2"],
    taskSubnetIds: recording.result.contract.network.taskSubnetIds,
    dataSubnetIds: ["subnet-data-1", "subnet-data-2"],
    securityGroupIds: {
      loadBalancer: "sg-base-alb",
      tasks: "sg-base-tasks",
      database: "sg-base-database",
      cache: "sg-base-cache",
    },
    loadBalancerArn: recording.result.contract.loadBalancer.arn,
    listenerArn: recording.result.contract.loadBalancer.listenerArn,
  });
  for (const child of children) expect(child).toMatchObject({ parent: "base" });
});

test("the contract names its version, place and domain", async () => {
  expect((await recordBase()).result.contract).toMatchObject({
    version: 2,
    name: "base",
    region: "us-east-1",
    accountId: "111122223333",
    scheme: "https",
    domainName: "example.com",
  });
});

test("the contract names the ports that the load balancer may connect to", async () => {
  const { result } = await recordBase({ loadBalancer: { targetPorts: [8000, 3000, 5555] } });
  expect(result.contract.loadBalancer.targetPorts).toEqual([8000, 3000, 5555]);
});

test("what isn't there is absent from the contract at once, before anything is known", async () => {
  let contract: BaseContract | undefined;
  await record(() => {
    contract = new DjangoBase("base", { ...LEAST, assets: { cdn: { enabled: false } } }).contract;
  });
  expect(Object.keys(contract ?? {})).toEqual([
    "version",
    "name",
    "region",
    "accountId",
    "scheme",
    "domainName",
    "zoneId",
    "network",
    "loadBalancer",
    "database",
    "cache",
    "assets",
  ]);
  expect(Object.keys(contract?.assets ?? {})).toEqual(["bucketName", "bucketArn"]);
  expect(contract?.network.assignPublicIp).toBe(false);
  expect(contract?.loadBalancer.ipv6).toBe(false);
  expect(contract?.loadBalancer.targetPorts).toEqual([8000, 3000]);
});

/** Longest chains of the parts that AWS takes minutes to make. */
const SLOW = [
  "aws:cloudfront/distribution:Distribution",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:rds/instance:Instance",
];

test("the slow parts are made side by side: none waits for another", async () => {
  const recording = await recordBase(EVERYTHING);
  const short = (r: { type: string; name: string }) => `${r.type.split(":").pop()} ${r.name}`;
  const ancestors = (key: string): string[] =>
    recording.all
      .filter((r) => short(r) === key)
      .flatMap((r) => r.dependsOn.flatMap((d) => [d, ...ancestors(d)]));
  const slow = SLOW.map((type) => short(recording.one(type)));
  for (const one of slow) {
    expect(ancestors(one).filter((other) => slow.includes(other))).toEqual([]);
  }
});

describe("durability", () => {
  const flags = ({ one }: Recording<unknown>) => {
    const database = one("aws:rds/instance:Instance").inputs;
    const cache = one("aws:elasticache/replicationGroup:ReplicationGroup").inputs;
    const secret = (name: string) =>
      one("aws:secretsmanager/secret:Secret", name).inputs.recoveryWindowInDays;
    return {
      databaseProtected: database.deletionProtection,
      databaseSnapshot: !database.skipFinalSnapshot,
      loadBalancerProtected: one("aws:lb/loadBalancer:LoadBalancer").inputs.enableDeletionProtection,
      cacheSnapshot: cache.finalSnapshotIdentifier !== undefined,
      cacheSnapshotDays: cache.snapshotRetentionLimit,
      secretDays: [secret("base-database"), secret("base-cache")],
      emptiesAssets: one("aws:s3/bucket:Bucket", "base-assets").inputs.forceDestroy,
      emptiesLogs: one("aws:s3/bucket:Bucket", "base-alb-logs").inputs.forceDestroy,
    };
  };
  const durable = {
    databaseProtected: true,
    databaseSnapshot: true,
    loadBalancerProtected: true,
    cacheSnapshot: true,
    cacheSnapshotDays: 1,
    secretDays: [30, 30],
    emptiesAssets: false,
    emptiesLogs: false,
  };
  const disposable = {
    databaseProtected: false,
    databaseSnapshot: false,
    loadBalancerProtected: false,
    cacheSnapshot: false,
    cacheSnapshotDays: 0,
    secretDays: [0, 0],
    emptiesAssets: true,
    emptiesLogs: true,
  };
  const cases: [string, Partial<DjangoBaseArgs>, object][] = [
    ["is durable unless said otherwise", {}, durable],
    ["durable", { durability: "durable" }, durable],
    ["disposable", { durability: "disposable" }, disposable],
    [
      "disposable, with each setting the other way",
      {
        durability: "disposable",
        loadBalancer: { deletionProtection: true },
        database: { deletionProtection: true, finalSnapshot: true },
        cache: { finalSnapshot: true, snapshotRetentionDays: 2 },
        assets: { forceDestroy: false },
      },
      { ...durable, cacheSnapshotDays: 2, secretDays: [0, 0], emptiesLogs: true },
    ],
    [
      "durable, with each setting the other way",
      {
        loadBalancer: { deletionProtection: false },
        database: { deletionProtection: false, finalSnapshot: false },
        cache: { finalSnapshot: false, snapshotRetentionDays: 0 },
        assets: { forceDestroy: true },
      },
      { ...disposable, secretDays: [30, 30], emptiesLogs: false },
    ],
  ];
  test.each(cases)("%s", async (_, args, expected) => {
    expect(flags(await recordBase(args))).toEqual(expected);
  });

  /** What Pulumi refuses to delete, by the part of the base that it belongs to. */
  const held = (recording: Awaited<ReturnType<typeof recordBase>>) =>
    recording.all
      .filter(({ protect }) => protect)
      .map(({ type, name }) => `${name} ${type.split(":").at(-1)}`)
      .sort();

  test("Pulumi refuses to destroy what holds data and what guards it; nothing is retained", async () => {
    const recording = await recordBase(EVERYTHING);
    expect(held(recording)).toEqual([
      "base-alb LoadBalancer",
      "base-alb-logs Bucket",
      "base-alb-logs BucketLifecycleConfiguration",
      "base-alb-logs BucketOwnershipControls",
      "base-alb-logs BucketPolicy",
      "base-alb-logs BucketPublicAccessBlock",
      "base-alb-logs BucketServerSideEncryptionConfiguration",
      "base-assets Bucket",
      "base-assets BucketLifecycleConfiguration",
      "base-assets BucketOwnershipControls",
      "base-assets BucketPolicy",
      "base-assets BucketPublicAccessBlock",
      "base-assets BucketServerSideEncryptionConfiguration",
      "base-assets BucketVersioning",
      "base-assets Distribution",
      "base-assets OriginAccessControl",
      "base-assets ResponseHeadersPolicy",
      "base-cache RandomPassword",
      "base-cache ReplicationGroup",
      "base-cache Secret",
      "base-cache SubnetGroup",
      "base-database Instance",
      "base-database RandomPassword",
      "base-database Secret",
      "base-database SubnetGroup",
      "base-database-deletion-protection RandomId",
      "base-database-postgresql LogGroup",
      "base-database-upgrade LogGroup",
      "base-deletion-protection DeletionProtection",
    ]);
    expect(recording.all.filter(({ retainOnDelete }) => retainOnDelete)).toEqual([]);
    const disposable = await recordBase({ ...EVERYTHING, durability: "disposable" });
    expect(held(disposable)).toEqual([]);
  });

  test.each([
    ["loadBalancer", /^base-alb/],
    ["database", /^base-database/],
    ["cache", /^base-cache/],
    ["assets", /^base-assets/],
  ])(
    "with the protection of %s goes that of all that belongs to it, and of nothing else",
    async (part, own) => {
      const all = held(await recordBase(EVERYTHING));
      const former = EVERYTHING[part as keyof typeof EVERYTHING] as object;
      const args = { ...EVERYTHING, [part]: { ...former, deletionProtection: false } };
      expect(held(await recordBase(args))).toEqual(all.filter((name) => !own.test(name)));
    },
  );

  test("what refuses a destroy depends on everything that the base makes, even inside its VPC", async () => {
    const recording = await recordBase(EVERYTHING);
    const guard = recording.one("pulumi-aws-django:index:DeletionProtection");
    const others = recording.all
      .filter(({ type, parent }) => parent === "base" && type !== guard.type)
      .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    const inside = ["public", "private", "data"].flatMap((kind) =>
      [1, 2, 3].map((zone) => `RouteTableAssociation base-${kind}-${zone}`),
    );
    const routes = [1, 2, 3].map((zone) => `Route base-public-${zone}`);
    expect(guard.dependsOn).toEqual([...others, ...inside, ...routes].sort());
  });
});

/** Longest names that AWS takes, less the eight characters that the provider appends to logical names. */
const LIMITS: Record<string, number> = {
  "aws:cloudfront/originAccessControl:OriginAccessControl": 64 - 8,
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": 128 - 8,
  "aws:ec2/securityGroup:SecurityGroup": 255 - 8,
  "aws:elasticache/replicationGroup:ReplicationGroup": 40 - 8,
  "aws:elasticache/subnetGroup:SubnetGroup": 255 - 8,
  "aws:iam/role:Role": 64 - 8,
  "aws:lb/loadBalancer:LoadBalancer": 32 - 8,
  "aws:rds/parameterGroup:ParameterGroup": 255 - 8,
  "aws:rds/subnetGroup:SubnetGroup": 255 - 8,
  "aws:s3/bucket:Bucket": 63 - 8,
  "aws:secretsmanager/secret:Secret": 512 - 8,
};

test("the longest name of a base exceeds no limit of AWS", async () => {
  const name = `${"long-".repeat(19)}name`;
  const recording = await recordBase(EVERYTHING, { name });
  for (const [type, limit] of Object.entries(LIMITS)) {
    const all = recording.of(type);
    expect(all.length).toBeGreaterThan(0);
    for (const { name: logical } of all) expect(logical.length).toBeLessThanOrEqual(limit);
  }
  const { identifier, finalSnapshotIdentifier } = recording.one("aws:rds/instance:Instance").inputs;
  expect(String(identifier)).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  expect(String(identifier).length).toBeLessThanOrEqual(63);
  expect(String(finalSnapshotIdentifier).length).toBeLessThanOrEqual(255);
  const label = String(recording.result.contract.serviceDiscovery?.namespaceName).split(".")[0];
  expect(label?.length).toBeLessThanOrEqual(63);
});

test("nothing but the database has a name of ours, and that ends at random: two bases of one name don't collide", async () => {
  const recording = await recordBase(EVERYTHING);
  const named = recording.all.flatMap(({ type, inputs }) =>
    ["name", "bucket", "identifier", "replicationGroupId"]
      .filter((key) => inputs[key] !== undefined && !/bucket[A-Z]|route53/.test(type))
      .map((key) => `${type} ${inputs[key]}`),
  );
  expect(named.sort()).toEqual([
    "aws:cloudwatch/logGroup:LogGroup /aws/rds/instance/base-database-0f1e2d3c/postgresql",
    "aws:cloudwatch/logGroup:LogGroup /aws/rds/instance/base-database-0f1e2d3c/upgrade",
    "aws:rds/instance:Instance base-database-0f1e2d3c",
    // A private zone, of which two VPCs may each have one of the same name.
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace base.internal",
  ]);
});

test("two bases in one program share no resource", async () => {
  const recording = await record(() => {
    new DjangoBase("one", LEAST);
    new DjangoBase("two", LEAST);
  });
  const names = (base: string) =>
    recording.all
      .filter(({ name }) => name === base || name.startsWith(`${base}-`))
      .map(({ type, name }) => type + name.slice(3));
  expect(names("one")).toEqual(names("two"));
  expect(names("one").length * 2).toBe(recording.all.length);
});

test("a preview, in which nothing is known, registers the same resources", async () => {
  const key = ({ all }: Recording<unknown>) => all.map(({ type, name }) => `${type} ${name}`).sort();
  expect(key(await recordBase(EVERYTHING, { preview: true }))).toEqual(key(await recordBase(EVERYTHING)));
});
