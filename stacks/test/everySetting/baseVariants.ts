import type { DjangoBaseArgs } from "pulumi-aws-django";
import type { Platform } from "./platform.ts";

/** Bases that together use every setting of DjangoBase with every value that it names. */
export const baseVariants: Record<string, (platform: Platform) => Partial<DjangoBaseArgs>> = {
  "the least": () => ({}),
  "a key of its own": () => ({
    kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
  }),
  disposable: () => ({ durability: "disposable" }),
  "three zones, a NAT gateway in each": () => ({
    network: { availabilityZones: 3, nat: "one-per-az", cidrBlock: "10.20.0.0/16" },
  }),
  "no NAT": () => ({ network: { nat: "none", availabilityZoneNames: ["us-east-1b", "us-east-1c"] } }),
  "IPv6, flow logs, more ways out": () => ({
    network: {
      nat: "single",
      ipv6: true,
      flowLogs: { enabled: true, retentionDays: 7 },
      taskEgress: [{ description: "Partner", port: 8443, cidrs: ["203.0.113.7/32", "2001:db8::/32"] }],
    },
    loadBalancer: { allowedCidrs: ["203.0.113.0/24", "2001:db8::/32"] },
  }),
  "interface endpoints": () => ({
    network: { interfaceEndpoints: ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages"] },
  }),
  "an existing network": ({ vpcId, publicSubnetIds, privateSubnetIds, isolatedSubnetIds }) => ({
    network: {
      vpcId,
      publicSubnetIds,
      taskSubnetIds: privateSubnetIds,
      dataSubnetIds: isolatedSubnetIds,
      assignPublicIp: false,
    },
  }),
  "an existing certificate": ({ certificateArn }) => ({ zoneId: undefined, certificateArn }),
  "a trial without a domain": () => ({
    domainName: undefined,
    zoneId: undefined,
    trial: { app: "alpha" },
    durability: "disposable",
  }),
  "a load balancer of its own kind": () => ({
    loadBalancer: {
      idleTimeoutSeconds: 120,
      targetPorts: [8000, 3000, 9000],
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      webAclArn:
        "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/apps/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
      accessLogs: { enabled: true, retentionDays: 14 },
      deletionProtection: false,
    },
  }),
  "no access logs": () => ({ loadBalancer: { accessLogs: { enabled: false } } }),
  "a large database": () => ({
    database: {
      engineVersion: "16",
      engineLifecycleSupport: "open-source-rds-extended-support",
      allowMajorVersionUpgrade: true,
      instanceClass: "db.m7g.large",
      allocatedStorageGiB: 400,
      maxAllocatedStorageGiB: 1000,
      multiAz: true,
      backupRetentionDays: 35,
      backupWindow: "03:00-04:00",
      maintenanceWindow: "sun:04:30-sun:05:30",
      deletionProtection: true,
      finalSnapshot: true,
      databaseInsights: true,
      logRetentionDays: 90,
      parameters: {
        max_connections: "200",
        log_min_duration_statement: "500",
        "pg_stat_statements.track": "all",
      },
      username: "owner",
      caCertificate: "rds-ca-rsa2048-g1",
      applyImmediately: true,
    },
  }),
  "a small database": () => ({
    database: {
      engineVersion: "17",
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      instanceClass: "db.t4g.micro",
      allocatedStorageGiB: 20,
      maxAllocatedStorageGiB: 20,
      backupRetentionDays: 0,
      deletionProtection: false,
      finalSnapshot: false,
      databaseInsights: false,
    },
  }),
  "a database from a snapshot": () => ({ database: { snapshotIdentifier: "before" } }),
  "Valkey with replicas": () => ({
    cache: {
      engine: "valkey",
      engineVersion: "8.0",
      nodeType: "cache.t4g.small",
      replicas: 2,
      automaticFailover: true,
      snapshotRetentionDays: 7,
      snapshotWindow: "03:00-04:00",
      maintenanceWindow: "sun:04:30-sun:05:30",
      deletionProtection: false,
      finalSnapshot: true,
      applyImmediately: true,
    },
  }),
  "Redis without snapshots": () => ({
    cache: { engine: "redis", engineVersion: "7.1", snapshotRetentionDays: 0, finalSnapshot: false },
  }),
  "assets without a CDN": () => ({
    assets: {
      cdn: { enabled: false },
      corsOrigins: ["https://example.com"],
      oldVersionRetentionDays: 7,
      deletionProtection: false,
      forceDestroy: true,
    },
  }),
  "assets at a host name of their own, everywhere": ({ assetsCertificateArn }) => ({
    assets: {
      cdn: {
        enabled: true,
        publicPaths: ["static/*", "media/public/*"],
        priceClass: "PriceClass_All",
        domainName: "assets.example.com",
        certificateArn: assetsCertificateArn,
        webAclArn:
          "arn:aws:wafv2:us-east-1:123456789012:global/webacl/files/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
      },
    },
  }),
  "assets in some places": () => ({ assets: { cdn: { priceClass: "PriceClass_200" } } }),
  "assets in few places": () => ({ assets: { cdn: { priceClass: "PriceClass_100" } } }),
  "mail and service discovery": () => ({
    mail: { enabled: true, domainName: "mail.example.com", mailFromLabel: "bounce" },
    serviceDiscovery: { enabled: true, namespaceName: "ublog.internal" },
  }),
  durable: () => ({ durability: "durable" }),
};
