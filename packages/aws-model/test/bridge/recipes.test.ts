import { expect, test } from "vitest";
import { hostedZone, shortRegion, zonesOf } from "../../src/facts/regions.ts";
import { unknown } from "../../src/shared/values.ts";
import { parameterValue } from "../../src/world/parameters.ts";
import type { Properties } from "../../src/world/world.ts";
import { awsAccount } from "../support/awsResources.ts";

const account = () => awsAccount({ region: "us-east-1" });
const hex = (length: number) => `[0-9a-f]{${length}}`;

test("a VPC, its subnets and what hangs on them", () => {
  const { create } = account();
  const vpc = create("aws:ec2/vpc:Vpc", "main", {
    cidrBlock: "10.0.0.0/16",
    assignGeneratedIpv6CidrBlock: true,
  });
  expect(vpc.id).toMatch(new RegExp(`^vpc-0${hex(16)}$`));
  expect(vpc.state).toMatchObject({
    arn: `arn:aws:ec2:us-east-1:123456789012:vpc/${vpc.id}`,
    defaultSecurityGroupId: expect.stringMatching(/^sg-0/),
    mainRouteTableId: vpc.state.defaultRouteTableId,
    ownerId: "123456789012",
    ipv6CidrBlock: expect.stringMatching(/^2600:1f18:[0-9a-f]{3}:[0-9a-f]{2}00::\/56$/),
  });

  const group = create("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "main", { vpcId: vpc.id });
  expect(group.id).toBe(vpc.state.defaultSecurityGroupId);

  const subnet = create("aws:ec2/subnet:Subnet", "a", { vpcId: vpc.id, availabilityZone: "us-east-1b" });
  expect(subnet.state).toMatchObject({ availabilityZone: "us-east-1b", availabilityZoneId: "use1-az2" });

  create("aws:ec2/internetGateway:InternetGateway", "main", { vpcId: vpc.id });
  const address = create("aws:ec2/eip:Eip", "nat", {});
  const nat = create("aws:ec2/natGateway:NatGateway", "nat", {
    subnetId: subnet.id,
    allocationId: address.id,
  });
  expect(nat.state.publicIp).toBe(address.state.publicIp);
});

test("a VPC gets a block of IPv6 addresses when it is asked for, which no preview knows, and gives it back", () => {
  const { create, update } = account();
  const given = { cidrBlock: "10.0.0.0/16" };
  const vpc = create("aws:ec2/vpc:Vpc", "main", given);
  expect(vpc.state.ipv6CidrBlock).toBe("");
  const asked = { ...given, assignGeneratedIpv6CidrBlock: true };
  expect(update(vpc, asked, true).state.ipv6CidrBlock).toBe(unknown);
  const open = update(vpc, asked);
  expect(open.state).toMatchObject({
    ipv6AssociationId: expect.stringMatching(/^vpc-cidr-assoc-/),
    ipv6CidrBlock: expect.stringMatching(/^2600:1f18:/),
  });
  expect(update(open, { ...asked, tags: { a: "b" } }).state.ipv6CidrBlock).toBe(open.state.ipv6CidrBlock);
  expect(update(open, given).state).toMatchObject({ ipv6AssociationId: "", ipv6CidrBlock: "" });
});

test("a load balancer and its listener, rule and target group share their ARNs' parts", () => {
  const { create } = account();
  const balancer = create("aws:lb/loadBalancer:LoadBalancer", "web", { name: "web", subnets: ["subnet-1"] });
  const own = (balancer.id.split("/").pop() ?? "").toString();
  expect(balancer.state).toMatchObject({
    arnSuffix: `app/web/${own}`,
    dnsName: expect.stringMatching(/^web-\d+\.us-east-1\.elb\.amazonaws\.com$/),
    zoneId: "Z35SXDOTRQ7X7K",
  });
  const listener = create("aws:lb/listener:Listener", "https", {
    loadBalancerArn: balancer.id,
    certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
    defaultActions: [{ type: "fixed-response" }],
  });
  expect(listener.id).toMatch(new RegExp(`:listener/app/web/${own}/${hex(16)}$`));
  expect(listener.state).toMatchObject({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-2016-08" });

  const rule = (name: string) =>
    create("aws:lb/listenerRule:ListenerRule", name, {
      listenerArn: listener.id,
      actions: [{ type: "forward" }],
      conditions: [{ pathPattern: { values: ["/"] } }],
    });
  expect([rule("a").state.priority, rule("b").state.priority]).toEqual([1, 2]);

  const group = create("aws:lb/targetGroup:TargetGroup", "web", {
    name: "web",
    port: 80,
    protocol: "HTTP",
    vpcId: "vpc-1",
  });
  expect(group.state.arnSuffix).toMatch(new RegExp(`^targetgroup/web/${hex(16)}$`));
});

test("a subnet loses an IPv6 block that is no longer given with whatever changes next", () => {
  const { create, update } = account();
  const given = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" };
  const ipv6 = { ipv6CidrBlock: "2600:1f18:12:ab00::/64", assignIpv6AddressOnCreation: true };
  const subnet = create("aws:ec2/subnet:Subnet", "a", { ...given, ...ipv6 });
  expect(subnet.state.ipv6CidrBlockAssociationId).toMatch(/^subnet-cidr-assoc-/);
  const open = update(subnet, { ...given, ...ipv6, mapPublicIpOnLaunch: true });
  expect(open.state).toMatchObject(ipv6);
  expect(update(open, given).state).toMatchObject({
    assignIpv6AddressOnCreation: false,
    ipv6CidrBlock: "",
    ipv6CidrBlockAssociationId: "",
  });
});

test("a database: its address, version, port and groups", () => {
  const { create, update } = account();
  const given = {
    identifier: "db",
    engine: "postgres",
    engineVersion: "17",
    instanceClass: "db.t4g.micro",
    storageType: "gp3",
  };
  const database = create("aws:rds/instance:Instance", "db", given);
  expect(database.id).toMatch(/^db-[0-9A-F]{26}$/);
  expect(database.state).toMatchObject({
    address: expect.stringMatching(/^db\.c[0-9a-f]{11}\.us-east-1\.rds\.amazonaws\.com$/),
    endpoint: `${database.state.address}:5432`,
    engineVersion: "17",
    engineVersionActual: "17.9",
    iops: 3000,
    parameterGroupName: "default.postgres17",
    port: 5432,
  });
  const newer = update(database, { ...given, engineVersion: "18", allowMajorVersionUpgrade: true });
  expect(newer.state).toMatchObject({
    engineVersion: "18",
    engineVersionActual: "18.3",
    parameterGroupName: "default.postgres18",
    address: database.state.address,
  });
  expect(update(database, { ...given, engineVersion: "18" }, true).state.engineVersionActual).toBe(
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  );
});

test("a database goes back to the major version alone where it is, and keeps the support that it was made with", () => {
  const { create, update } = account();
  const given = { identifier: "db", engine: "postgres", instanceClass: "db.t4g.micro" };
  const standard = "open-source-rds-extended-support-disabled";
  const minor = { ...given, engineVersion: "17.12", engineLifecycleSupport: standard };
  const database = create("aws:rds/instance:Instance", "db", minor);
  const major = update(database, { ...given, engineVersion: "17" });
  expect(major.state).toMatchObject({ engineVersionActual: "17.12", engineLifecycleSupport: standard });
  const extended = {
    ...given,
    engineVersion: "17",
    engineLifecycleSupport: "open-source-rds-extended-support",
  };
  expect(update(major, extended).state.engineLifecycleSupport).toBe(standard);
});

test("a database that manages its own password has a secret, as long as it lives", () => {
  const { world, create, remove } = account();
  const given = {
    identifier: "db",
    instanceClass: "db.t4g.micro",
    username: "django",
    manageMasterUserPassword: true,
    skipFinalSnapshot: true,
  };
  const database = create("aws:rds/instance:Instance", "db", given);
  const [managed] = database.state.masterUserSecrets as Properties[];
  expect(managed?.secretArn).toMatch(
    /^arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-[0-9a-f-]{36}-[0-9a-f]{6}$/,
  );
  const secret = world.get("aws:secretsmanager/secret:Secret", String(managed?.secretArn));
  expect(secret?.state.name).toMatch(/^rds!db-[0-9a-f-]{36}$/);
  const version = world.resources("aws:secretsmanager/secretVersion:SecretVersion")[0];
  expect(JSON.parse(String(version?.state.secretString))).toMatchObject({ username: "django" });
  remove(database);
  expect(world.resources()).toEqual([]);
});

test.each<[string, Properties, Properties]>([
  [
    "plain",
    { engine: "redis", engineVersion: "7.1", numCacheClusters: 2 },
    {
      primaryEndpointAddress: expect.stringMatching(
        /^cache\.[0-9a-f]{6}\.ng\.0001\.use1\.cache\.amazonaws\.com$/,
      ) as never,
      clusterEnabled: false,
    },
  ],
  [
    "encrypted in transit",
    { engine: "valkey", engineVersion: "8.0", transitEncryptionEnabled: true, numCacheClusters: 1 },
    {
      primaryEndpointAddress: expect.stringMatching(
        /^master\.cache\.[0-9a-f]{6}\.use1\.cache\.amazonaws\.com$/,
      ) as never,
      transitEncryptionMode: "required",
      engineVersionActual: "8.0.1",
    },
  ],
  [
    "sharded",
    { engine: "redis", automaticFailoverEnabled: true, numNodeGroups: 2, replicasPerNodeGroup: 1 },
    {
      clusterEnabled: true,
      configurationEndpointAddress: expect.stringMatching(/^clustercfg\./) as never,
      primaryEndpointAddress: "",
      memberClusters: ["cache-001", "cache-002", "cache-003", "cache-004"],
    },
  ],
])("a cache that is %s", (_what, inputs, expected) => {
  const { create } = account();
  const group = { replicationGroupId: "cache", description: "cache", ...inputs };
  expect(create("aws:elasticache/replicationGroup:ReplicationGroup", "cache", group).state).toMatchObject(
    expected,
  );
});

test("a bucket, a distribution, a role, a secret and a parameter", () => {
  const { create } = account();
  expect(create("aws:s3/bucket:Bucket", "assets", { bucket: "assets" }).state).toMatchObject({
    arn: "arn:aws:s3:::assets",
    bucketRegionalDomainName: "assets.s3.us-east-1.amazonaws.com",
    hostedZoneId: "Z3AQBSTGFYJSTF",
  });
  const policy = '{"Statement":[]}';
  expect(
    create("aws:iam/role:Role", "task", { name: "task", path: "/app/", assumeRolePolicy: policy }).state,
  ).toMatchObject({
    arn: "arn:aws:iam::123456789012:role/app/task",
    uniqueId: expect.stringMatching(/^AROA[0-9A-F]{17}$/),
  });
  const secret = create("aws:secretsmanager/secret:Secret", "key", { name: "app/key" });
  expect(secret.id).toMatch(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:app\/key-[A-Za-z0-9]{6}$/);
  const version = create("aws:secretsmanager/secretVersion:SecretVersion", "key", {
    secretId: secret.id,
    secretString: "s",
  });
  expect(version.id).toBe(`${secret.id}|${version.state.versionId}`);
  const parameter = create("aws:ssm/parameter:Parameter", "p", {
    name: "/app/p",
    type: "String",
    value: "1",
  });
  expect(parameter.state).toMatchObject({
    arn: "arn:aws:ssm:us-east-1:123456789012:parameter/app/p",
    version: 1,
  });
});

test("a parameter's version counts up with its value", () => {
  const { create, update } = account();
  const given = { name: "/app/p", type: "String", value: "1" };
  const parameter = create("aws:ssm/parameter:Parameter", "p", given);
  expect(update(parameter, { ...given, tags: { a: "b" } }).state.version).toBe(1);
  expect(update(parameter, { ...given, value: "2" }).state).toMatchObject({ version: 2, value: "2" });
});

test("a parameter's value may stop being a secret, in place", () => {
  const { create, update } = account();
  const parameter = create("aws:ssm/parameter:Parameter", "p", {
    name: "/app/p",
    type: "String",
    value: "1",
  });
  const { state } = update(parameter, { name: "/app/p", type: "String", insecureValue: "2" });
  expect(parameterValue(state)).toBe("2");
  expect(state.version).toBe(2);
});

test("a certificate proves each name, a wildcard with its parent's record", () => {
  const { world, create } = account();
  const certificate = create("aws:acm/certificate:Certificate", "web", {
    domainName: "example.com",
    subjectAlternativeNames: ["*.example.com", "cdn.example.com"],
    validationMethod: "DNS",
  });
  const options = certificate.state.domainValidationOptions as Properties[];
  expect(options.map(({ domainName }) => domainName)).toEqual([
    "example.com",
    "*.example.com",
    "cdn.example.com",
  ]);
  expect(options[1]?.resourceRecordName).toBe(options[0]?.resourceRecordName);
  expect(options[2]?.resourceRecordName).toMatch(/^_[0-9a-f]{32}\.cdn\.example\.com\.$/);
  expect(certificate.state.status).toBe("PENDING_VALIDATION");
  create("aws:acm/certificateValidation:CertificateValidation", "web", { certificateArn: certificate.id });
  expect(world.get(certificate.type, certificate.id)?.state.status).toBe("ISSUED");
});

/** For example.com and *.example.com, of an organization. */
const certificateBody = `-----BEGIN CERTIFICATE-----
MIIBzTCCAXKgAwIBAgIUHHF0Fe1jwN41LEwAIPNb8SnNuFgwCgYIKoZIzj0EAwIw
KDEQMA4GA1UECgwHRXhhbXBsZTEUMBIGA1UEAwwLZXhhbXBsZS5jb20wHhcNMjYx
MTI0MDI1NDM2WhcNMzYxMTIxMDI1NDM2WjAoMRAwDgYDVQQKDAdFeGFtcGxlMRQw
EgYDVQQDDAtleGFtcGxlLmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOgh
BFrvpOmDh9hEXgvuUJXxb7cOyQwDvDSHWD2U31PsQhcxt4Mp6gdzPWBW70CvEHkR
Xl0j1rUHnJqk9SkLu7KjejB4MB0GA1UdDgQWBBQaiofoVwLn4v1/oZjnT6pjDtit
jDAfBgNVHSMEGDAWgBQaiofoVwLn4v1/oZjnT6pjDtitjDAPBgNVHRMBAf8EBTAD
AQH/MCUGA1UdEQQeMByCC2V4YW1wbGUuY29tgg0qLmV4YW1wbGUuY29tMAoGCCqG
SM49BAMCA0kAMEYCIQDw0Kw0lyDSOuH2bUm6lQvQzbT4ZUdiEM1xVoc5t4RrJgIh
AL7vDX4kTum6uNyoGhGv7uXdRtf7RbxY31ic8v54zqO8
-----END CERTIFICATE-----`;

test("an imported certificate is for the names in it", () => {
  const { create, update } = account();
  const privateKey = "key";
  const certificate = create("aws:acm/certificate:Certificate", "web", { certificateBody, privateKey });
  const names = { domainName: "example.com", subjectAlternativeNames: ["example.com", "*.example.com"] };
  expect(certificate.state).toMatchObject({ ...names, status: "ISSUED", domainValidationOptions: [] });
  const unreadable = create("aws:acm/certificate:Certificate", "other", { certificateBody: "?", privateKey });
  expect(unreadable.state).toMatchObject({ domainName: "", subjectAlternativeNames: [""] });
  expect(update(unreadable, { certificateBody, privateKey }).state).toMatchObject(names);
});

test("a record's full name has the zone's name once", () => {
  const { create } = account();
  const zone = create("aws:route53/zone:Zone", "z", { name: "example.com." });
  expect(zone.state.name).toBe("example.com");
  const record = (name: string) =>
    create("aws:route53/record:Record", name, {
      zoneId: zone.id,
      name,
      type: "A",
      ttl: 60,
      records: ["1.2.3.4"],
    });
  const www = record("www");
  expect([www.id, www.state.fqdn]).toEqual([`${zone.id}_www_A`, "www.example.com"]);
  expect(record("api.example.com").state.fqdn).toBe("api.example.com");
});

test("revisions count up per family, and keep counting", () => {
  const { world, create, diffOf, remove } = account();
  const task = (image: string, more: Properties = {}) => ({
    family: "web",
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    cpu: "256",
    memory: "512",
    containerDefinitions: JSON.stringify([{ name: "web", image }]),
    ...more,
  });
  const type = "aws:ecs/taskDefinition:TaskDefinition";
  const first = create(type, "web", task("a"));
  expect(first.id).toBe("web");
  expect(first.state).toMatchObject({
    arn: "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1",
    arnWithoutRevision: "arn:aws:ecs:us-east-1:123456789012:task-definition/web",
    networkMode: "awsvpc",
    revision: 1,
  });
  expect(JSON.parse(String(first.state.containerDefinitions))).toEqual([
    {
      cpu: 0,
      environment: [],
      essential: true,
      image: "a",
      mountPoints: [],
      name: "web",
      portMappings: [],
      systemControls: [],
      volumesFrom: [],
    },
  ]);
  expect(diffOf(first, task("b")).replaces).toEqual(["containerDefinitions"]);

  const second = create(type, "web", task("b", { skipDestroy: true }));
  remove(first);
  expect(world.resources(type).map(({ id }) => id)).toEqual([second.state.arn]);
  remove(second);
  expect(world.resources()).toEqual([]);
  expect(world.remains("task-definition").map(({ id, state }) => [id.split("/")[1], state.status])).toEqual([
    ["web:1", "INACTIVE"],
    ["web:2", "ACTIVE"],
  ]);
  expect(create(type, "web", task("c")).state.revision).toBe(3);
});

test("an update changes what changed, and leaves what others have changed since", () => {
  const { world, create, update } = account();
  create("aws:ecs/cluster:Cluster", "main", { name: "main" });
  const given = { name: "web", cluster: "main", desiredCount: 0 };
  const service = create("aws:ecs/service:Service", "web", given);
  expect(service.id).toBe("arn:aws:ecs:us-east-1:123456789012:service/main/web");
  const live = world.get(service.type, service.id);
  if (!live) throw new Error("the service is in the world");
  world.put({ ...live, state: { ...live.state, desiredCount: 3, taskDefinition: "web:9" } });

  const updated = update(service, { ...given, enableExecuteCommand: true });
  expect(updated.state).toMatchObject({
    desiredCount: 3,
    taskDefinition: "web:9",
    enableExecuteCommand: true,
  });
});

test("regions have their zones and AWS's own hosted zones", () => {
  expect(zonesOf("eu-west-1")).toEqual([
    { name: "eu-west-1a", id: "euw1-az1" },
    { name: "eu-west-1b", id: "euw1-az2" },
    { name: "eu-west-1c", id: "euw1-az3" },
  ]);
  expect(shortRegion("ap-southeast-2")).toBe("apse2");
  expect(hostedZone("elb", "eu-central-1")).toBe("Z215JYRZR1TBD5");
  expect(hostedZone("rds", "af-south-1")).toMatch(/^Z[0-9A-F]{13}$/);
});
