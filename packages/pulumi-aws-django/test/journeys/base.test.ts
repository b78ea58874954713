import { afterAll, beforeAll, expect, test } from "vitest";
import type { DjangoBaseArgs } from "../../src/base/args.ts";
import { type BaseSandbox, openBaseSandbox } from "../support/baseSandbox.ts";

/** A throwaway base with the optional parts whose names can change, made from a snapshot. */
const FIRST: DjangoBaseArgs = {
  domainName: "example.com",
  zoneId: "Z0123456789ABCDEFGHIJ",
  durability: "disposable",
  network: { ipv6: true },
  database: { snapshotIdentifier: "before" },
  cache: { engineVersion: "8.0" },
  mail: { enabled: true },
  serviceDiscovery: { enabled: true },
};

/** Every setting that changes in place, or adds something. */
const SECOND: DjangoBaseArgs = {
  ...FIRST,
  durability: "durable",
  network: {
    ipv6: true,
    availabilityZones: 3,
    nat: "one-per-az",
    flowLogs: { enabled: true },
    interfaceEndpoints: ["logs"],
    taskEgress: [{ description: "Partner", port: 8443, cidrs: ["203.0.113.7/32"] }],
  },
  loadBalancer: {
    idleTimeoutSeconds: 120,
    allowedCidrs: ["198.51.100.0/24"],
    targetPorts: [8000],
    sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
    accessLogs: { enabled: false },
  },
  database: {
    // The name of the snapshot is taken out: the server stays as it is.
    engineVersion: "18",
    allowMajorVersionUpgrade: true,
    applyImmediately: true,
    instanceClass: "db.t4g.small",
    allocatedStorageGiB: 50,
    maxAllocatedStorageGiB: 200,
    multiAz: true,
    backupRetentionDays: 14,
    backupWindow: "03:00-04:00",
    maintenanceWindow: "sun:04:30-sun:05:30",
    databaseInsights: false,
    logRetentionDays: 60,
    caCertificate: "rds-ca-ecc384-g1",
  },
  cache: {
    engineVersion: "9.1",
    nodeType: "cache.t4g.small",
    replicas: 1,
    snapshotRetentionDays: 7,
    snapshotWindow: "03:00-04:00",
    maintenanceWindow: "sun:04:30-sun:05:30",
    applyImmediately: true,
  },
  assets: {
    cdn: { priceClass: "PriceClass_All", publicPaths: ["*"] },
    corsOrigins: ["https://example.com"],
    oldVersionRetentionDays: 7,
  },
};

/** The first settings again, but for versions, which don't go back; and one snapshot is asked for. */
const THIRD: DjangoBaseArgs = {
  ...FIRST,
  database: { engineVersion: "18", finalSnapshot: true },
  cache: { engineVersion: "9.1" },
};

/** What the second settings add, and what they take away. */
const ADDED = [
  "BucketCorsConfiguration base-assets",
  "Eip base-nat-2",
  "Eip base-nat-3",
  "FlowLog base-flow-logs",
  "LogGroup base-flow-logs",
  "NatGateway base-nat-2",
  "NatGateway base-nat-3",
  "RandomId base-cache",
  "Role base-flow-logs",
  "RolePolicy base-flow-logs",
  "Route base-nat-3",
  "Route base-public-3",
  "Route base-public-ipv6-3",
  "RouteTable base-data-3",
  "RouteTable base-private-3",
  "RouteTable base-public-3",
  "RouteTableAssociation base-data-3",
  "RouteTableAssociation base-private-3",
  "RouteTableAssociation base-public-3",
  "SecurityGroup base-endpoints",
  "SecurityGroupEgressRule base-tasks-extra-8443-203.0.113.7_32",
  "SecurityGroupEgressRule base-tasks-to-endpoints",
  "SecurityGroupIngressRule base-alb-http-198.51.100.0_24",
  "SecurityGroupIngressRule base-alb-https-198.51.100.0_24",
  "SecurityGroupIngressRule base-tasks-to-endpoints",
  "Subnet base-data-3",
  "Subnet base-private-3",
  "Subnet base-public-3",
  "VpcEndpoint base-logs",
];
const REMOVED = [
  "Bucket base-alb-logs",
  "BucketLifecycleConfiguration base-alb-logs",
  "BucketOwnershipControls base-alb-logs",
  "BucketPolicy base-alb-logs",
  "BucketPublicAccessBlock base-alb-logs",
  "BucketServerSideEncryptionConfiguration base-alb-logs",
  "SecurityGroupEgressRule base-alb-to-tasks-3000",
  "SecurityGroupEgressRule base-tasks-to-tasks-3000",
  "SecurityGroupIngressRule base-alb-http-.._0",
  "SecurityGroupIngressRule base-alb-http-0.0.0.0_0",
  "SecurityGroupIngressRule base-alb-https-.._0",
  "SecurityGroupIngressRule base-alb-https-0.0.0.0_0",
  "SecurityGroupIngressRule base-alb-to-tasks-3000",
  "SecurityGroupIngressRule base-tasks-to-tasks-3000",
];

const INSTANCE = "aws:rds/instance:Instance";

let base: BaseSandbox;
beforeAll(async () => {
  base = await openBaseSandbox();
  base.world.leave({ kind: "snapshot", type: "", id: "before", urn: "", state: {} });
});
afterAll(() => base.close());

test("a base comes up; its passwords and tokens are nowhere in the clear", async () => {
  const { result } = await base.up(FIRST);
  expect(result.errors).toEqual([]);
  const state = await base.exportState(true);
  const resources = JSON.parse(state).deployment.resources as {
    type: string;
    outputs: { result: { plaintext: string } };
  }[];
  const generated = resources
    .filter(({ type }) => type === "random:index/randomPassword:RandomPassword")
    .map(({ outputs }) => JSON.parse(outputs.result.plaintext) as string);
  expect(generated.map((secret) => secret.length).sort()).toEqual([40, 64]);
  // Outputs of the stack are in its state too.
  const visible = await base.exportState(false);
  for (const secret of generated) {
    expect(state).toContain(secret);
    expect(visible).not.toContain(secret);
  }
});

test("what replaces something that holds data, or that others know by name", async () => {
  const { replaced, deleted } = await base.preview({
    ...FIRST,
    domainName: "example.org",
    network: {
      ...FIRST.network,
      availabilityZoneNames: ["us-east-1a", "us-east-1f"],
    },
    database: { ...FIRST.database, username: "owner" },
    cache: { engine: "redis", engineVersion: "7.1" },
    serviceDiscovery: { enabled: true, namespaceName: "other.internal" },
  });
  // A preview also lists what needs the VPC's id, which awsx doesn't tell until all subnets are there.
  const known =
    /^(Bucket|Certificate|Distribution|EmailIdentity|Instance|LoadBalancer|PrivateDnsNamespace|ReplicationGroup|Subnet|Vpc) /;
  expect(replaced.filter((line) => known.test(line))).toEqual([
    "Certificate base",
    "EmailIdentity base-mail",
    "Instance base-database",
    "PrivateDnsNamespace base",
    "ReplicationGroup base-cache",
    "Subnet base-data-2",
    "Subnet base-private-2",
    "Subnet base-public-2",
  ]);
  expect(deleted).toEqual([]);
});

test("a base stays where it is: the preview refuses another block of addresses", async () => {
  const network = { ...FIRST.network, cidrBlock: "10.9.0.0/16" };
  await expect(base.preview({ ...FIRST, network })).rejects.toThrow(
    `DjangoBase can't be made:\\n  network.cidrBlock: is \\"10.9.0.0/16\\". This base was made with 10.0.0.0/16: write that`,
  );
});

test("settings change in place or add something; only the group of parameters is replaced, by its version", async () => {
  const { result, plan } = await base.up(SECOND);
  expect(result.errors).toEqual([]);
  expect(plan.replaced).toEqual(["ParameterGroup base-database"]);
  expect(plan.changed).toEqual([
    "Bucket base-assets",
    "BucketLifecycleConfiguration base-assets",
    "BucketPolicy base-assets",
    "Distribution base-assets",
    "DjangoBase base",
    "Instance base-database",
    "Listener base-alb-https",
    "LoadBalancer base-alb",
    "LogGroup base-database-postgresql",
    "LogGroup base-database-upgrade",
    "ReplicationGroup base-cache",
    "ResponseHeadersPolicy base-assets",
    "Route base-nat-2",
    "Secret base-cache",
    "Secret base-database",
    "SubnetGroup base-cache",
    "SubnetGroup base-database",
    "Vpc base",
    "VpcEndpoint base-s3",
  ]);
  expect(plan.created).toEqual(ADDED);
  expect(plan.deleted).toEqual(REMOVED);
});

test("a second up changes nothing", async () => {
  const { counts } = (await base.up(SECOND)).result;
  expect(counts).toMatchObject({ created: 0, changed: 0, replaced: 0, deleted: 0 });
});

test("a durable base refuses to replace its server", async () => {
  const renamed = { ...SECOND, database: { ...SECOND.database, username: "owner" } };
  const refusal = await base.preview(renamed).then(String, (error: Error) => error.message);
  expect(refusal).toMatch(/unable to replace resource .*base-database.*marked for protection/s);
});

test("a durable base refuses to be destroyed, and loses nothing by it", async () => {
  const before = base.world.resources();
  const refusal = await base.destroyAfterPreview().catch((error: Error) => error.message);
  expect(refusal).toMatch(/base-deletion-protection.*cannot be deleted/s);
  // Nor without the preview.
  const { counts, errors } = await base.destroy();
  expect(counts).toMatchObject({ deleted: 0 });
  expect(errors.join()).toMatch(/base-deletion-protection.*cannot be deleted/s);
  expect(base.world.resources()).toEqual(before);
});

test("settings go back the same way, and the server stays the same", async () => {
  const [before] = base.world.resources(INSTANCE);
  const { result, plan } = await base.up(THIRD);
  expect(result.errors).toEqual([]);
  expect(plan.replaced).toEqual([]);
  expect(base.world.resources(INSTANCE).map(({ id }) => id)).toEqual([before?.id]);
  expect(base.world.resources("aws:ec2/subnet:Subnet")).toHaveLength(6);
  expect(base.world.resources("aws:ec2/natGateway:NatGateway")).toHaveLength(1);
});

test("made disposable first, it goes, and leaves only the snapshot that was asked for", async () => {
  expect((await base.destroy()).errors).toEqual([]);
  expect(base.world.resources()).toEqual([]);
  const left = base.world.remains().filter(({ kind }) => kind !== "host");
  expect(left.map(({ kind, id }) => `${kind} ${id.replace(/[0-9a-f]{8}/, "…")}`)).toEqual([
    "snapshot before",
    "snapshot base-database-…-final",
  ]);
});

test("a wrong setting that comes late, as an output, ends the program with its path, value and remedy", async () => {
  await expect(base.preview(FIRST, { engineVersion: "17.x" })).rejects.toThrow(
    `DjangoBase can't be made:\\n  database.engineVersion: is \\"17.x\\". Write the major version, for example`,
  );
});
