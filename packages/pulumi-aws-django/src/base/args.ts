import type * as pulumi from "@pulumi/pulumi";

/** What happens to data when the base, or a part of it, is deleted. */
export const Durability = {
  /** Deletions are refused or leave a snapshot behind. Needed for anything that people rely on. */
  Durable: "durable",
  /** A destroy takes all data with it at once: database, cache, files, logs and secrets. For environments that nobody would miss. */
  Disposable: "disposable",
} as const;
export type Durability = (typeof Durability)[keyof typeof Durability];

/** How tasks reach the internet. */
export const Nat = {
  /** One NAT gateway for all zones, about 37 USD a month with its address, plus 0.045 USD a GB. Tasks lose the internet while its zone is down. */
  Single: "single",
  /** A NAT gateway in each zone: the price of `single` times the number of zones. No zone depends on another. */
  OnePerAz: "one-per-az",
  /** No NAT gateway. Tasks run in the public subnets, each with a public address (3.65 USD a month) that no inbound rule is open for. The cheapest choice for a few tasks. */
  None: "none",
} as const;
export type Nat = (typeof Nat)[keyof typeof Nat];

/** An AWS service that tasks can reach through an address inside the VPC instead of over the internet. */
export const InterfaceEndpoint = {
  /** The registry's API: logging in to ECR. */
  EcrApi: "ecr.api",
  /** The registry's images. Their layers come from S3, through the gateway endpoint that always exists. */
  EcrDkr: "ecr.dkr",
  /** CloudWatch Logs. */
  Logs: "logs",
  /** Secrets Manager. */
  SecretsManager: "secretsmanager",
  /** Systems Manager, for parameters. */
  Ssm: "ssm",
  /** The channel of ECS Exec. */
  SsmMessages: "ssmmessages",
} as const;
export type InterfaceEndpoint = (typeof InterfaceEndpoint)[keyof typeof InterfaceEndpoint];

/** The engine of the cache. */
export const CacheEngine = {
  /** Valkey, the open successor of Redis, which all Redis clients speak. About 20 % cheaper than Redis. */
  Valkey: "valkey",
  /** Redis OSS. */
  Redis: "redis",
} as const;
export type CacheEngine = (typeof CacheEngine)[keyof typeof CacheEngine];

/** What happens when a major version of Postgres leaves RDS's standard support, about five years after its release. */
export const EngineLifecycleSupport = {
  /** AWS upgrades the server to a newer major version, and makes no new server of the old one. No extra price. */
  Standard: "open-source-rds-extended-support-disabled",
  /** The version stays for up to three more years, for 0.10 USD a vCPU and hour, from the third year on 0.20 USD: at least 146 USD a month for the smallest server, which has two. */
  Extended: "open-source-rds-extended-support",
} as const;
export type EngineLifecycleSupport = (typeof EngineLifecycleSupport)[keyof typeof EngineLifecycleSupport];

/** The parts of the world that CloudFront serves from a place nearby, and so at which prices; others are served from further away. */
export const CdnPriceClass = {
  /** North America and Europe. The cheapest places. */
  NorthAmericaEurope: "PriceClass_100",
  /** Also most of Asia, the Middle East and Africa. */
  Most: "PriceClass_200",
  /** Everywhere. */
  World: "PriceClass_All",
} as const;
export type CdnPriceClass = (typeof CdnPriceClass)[keyof typeof CdnPriceClass];

/** A destination that tasks may open connections to. */
export interface TaskEgressArgs {
  /** What it is for, for example `SMTP of example.org`. AWS takes up to 255 letters, digits, spaces and `._-:/()#,@[]+=&;{}!$*`. */
  description: string;
  /** TCP port. */
  port: number;
  /** Addresses, IPv4 or IPv6, as CIDR blocks: `203.0.113.7/32`. */
  cidrs: string[];
}

/** The network: a new VPC, or one that exists already. */
export interface NetworkArgs {
  /** IPv4 addresses of the new VPC: a block of size /16 to /22, for example `10.20.0.0/16`. A quarter of it goes to each zone. Fixed for the life of the base: another one is refused, in the preview already. Defaults to `10.0.0.0/16`. */
  cidrBlock?: string;
  /** How many availability zones the new VPC spans: 2 or 3. Adding the third adds subnets and moves none (a preview also lists what needs the VPC's id, which awsx doesn't return until its subnets exist; `up` leaves that alone). Removing it deletes its subnets. Defaults to 2. */
  availabilityZones?: number;
  /** The zones by name, instead of the first ones of the region: `us-east-1a`, `us-east-1c`. Fixed for a zone that has subnets: AWS refuses to make those of another zone, which would have the same addresses. Defaults to the first `availabilityZones` of the region in the order of their names. */
  availabilityZoneNames?: string[];
  /** How tasks of the new VPC reach the internet. Can be changed at any time, subnets stay; with `none`, the running tasks of an app have no way out until its own stack is brought up too, which moves them. Defaults to `single`. */
  nat?: Nat;
  /** Whether the VPC has IPv6: the new VPC gets addresses from Amazon and the load balancer answers on IPv6 too. For an existing VPC, says that its public subnets have IPv6 addresses and a route. Can't be turned off again: AWS takes no block of addresses back from a VPC whose subnets have some of it. Defaults to false. */
  ipv6?: boolean;
  /** AWS services that tasks of the new VPC reach through interface endpoints: traffic stays inside AWS, at about 7.30 USD a month for each endpoint and zone plus 0.01 USD a GB. Defaults to none: the services are reached over the internet, encrypted. S3 always has a gateway endpoint, which is free. */
  interfaceEndpoints?: InterfaceEndpoint[];
  /** The record of all connections of the new VPC. Defaults to none. */
  flowLogs?: FlowLogsArgs;
  /** Where tasks may open connections to, besides the database, the cache and port 443 anywhere, for example an SMTP server. Defaults to nothing. */
  taskEgress?: TaskEgressArgs[];
  /** Id of an existing VPC to use instead of a new one; needs the three lists of subnets too. DNS support and DNS host names must be on. Nothing in it is created or changed. Fixed for the life of the base: another one is refused, in the preview already, because AWS doesn't move a load balancer to another VPC. Defaults to a new VPC. */
  vpcId?: pulumi.Input<string>;
  /** Subnets of the existing VPC for the load balancer: at least two, in different zones, with a route to an internet gateway. Needed together with `vpcId`, and only then. */
  publicSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Subnets of the existing VPC for tasks, with a route to the internet: a NAT gateway, or an internet gateway together with `assignPublicIp`. Needed together with `vpcId`, and only then. */
  taskSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Subnets of the existing VPC for the database and the cache: at least two, in different zones. Needed together with `vpcId`, and only then. */
  dataSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether tasks in the existing VPC get a public address, which they need in subnets without NAT. Defaults to false. */
  assignPublicIp?: boolean;
}

/** A record of all connections of the new VPC in CloudWatch Logs, for investigations. */
export interface FlowLogsArgs {
  /** Whether it is kept. About 0.50 USD a GB. Defaults to false. */
  enabled?: boolean;
  /** Days that it is kept: a value that CloudWatch knows (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, …, at most 3653). Defaults to 30. */
  retentionDays?: number;
}

/** The load balancer that all apps of the base share. */
export interface LoadBalancerArgs {
  /** Seconds after which the load balancer closes a connection on which nothing was sent, and so the longest time that an app may take to begin its answer: 1 to 4000. Apps keep their own connections open longer. Keep it above the `requestTimeoutSeconds` of every app. Defaults to 65. */
  idleTimeoutSeconds?: pulumi.Input<number>;
  /** Addresses that may connect, as CIDR blocks: `203.0.113.0/24`, and `2001:db8::/32` where the network has IPv6. Defaults to everyone. */
  allowedCidrs?: string[];
  /** TCP ports of tasks that the load balancer may connect to. A service on any other port is refused in the preview of its app, once the base is up with these. Defaults to 8000 (gunicorn) and 3000 (the Nuxt server). */
  targetPorts?: number[];
  /** TLS protocols and ciphers of the HTTPS listener, by the name that AWS gives the policy. Older policies let older browsers in and let attackers use weaker ciphers. Defaults to `ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09`, which AWS recommends: TLS 1.3 and 1.2, forward secrecy only, and post-quantum key exchange with clients that know it. */
  sslPolicy?: pulumi.Input<string>;
  /** ARN of a web ACL (AWS WAF) that requests must pass, made in the base's region with the scope `REGIONAL`: `arn:aws:wafv2:<region>:<account>:regional/webacl/<name>/<id>`. It costs 5 USD a month, 1 USD a rule and 0.60 USD a million requests. It is set or taken out beside the load balancer, which stays. Between one web ACL and another there is none for some seconds, because AWS takes away whichever is there with the first. Defaults to none. */
  webAclArn?: pulumi.Input<string>;
  /** The record of each request. Defaults to 90 days of it. */
  accessLogs?: AccessLogsArgs;
  /** Whether AWS refuses to delete the load balancer, and with it the address that DNS records point to, and Pulumi to destroy or replace it or the bucket of its logs. Defaults to true in a durable base. */
  deletionProtection?: pulumi.Input<boolean>;
}

/** A record of each request, with the visitor's address, in a bucket of its own. */
export interface AccessLogsArgs {
  /** Whether it is kept, at about 0.023 USD a GB and month. Without it nobody can find out afterwards who asked for what. Turning it off deletes the bucket: turn `deletionProtection` of the load balancer off and run `up` before, and empty the bucket in a durable base. Defaults to true. */
  enabled?: boolean;
  /** Days that it is kept, 1 to 36500. Defaults to 90. */
  retentionDays?: pulumi.Input<number>;
}

/** The Postgres server (RDS) that all apps of the base share. Each app makes a database of its own on it. */
export interface DatabaseArgs {
  /** Version of Postgres: the major one, for example `17`. AWS installs minor versions by itself, in the maintenance window, and what is written here changes a server only together with `allowMajorVersionUpgrade`. An upgrade to a new major version is an outage of some minutes and can't be taken back. A server that has a newer minor version than RDS's usual ones may go only to a certain one: write that, for example `17.12`, until the upgrade is done, and `17` again afterwards, which changes nothing; a preview says which. Defaults to `17`. */
  engineVersion?: pulumi.Input<string>;
  /** Whether `engineVersion` upgrades the server. Set it to true together with the new `engineVersion` and `applyImmediately`, run `up`, and take both out again. Defaults to false: another version than the server's is refused, in the preview already. */
  allowMajorVersionUpgrade?: pulumi.Input<boolean>;
  /** What happens when the major version leaves RDS's standard support. A new server, or one made from a snapshot, is made with it; an existing one keeps what it was made with. Defaults to `open-source-rds-extended-support-disabled`: no extra price, and AWS upgrades the major version by itself. */
  engineLifecycleSupport?: EngineLifecycleSupport;
  /** Size of the server. A change restarts it, in the maintenance window or, with `applyImmediately`, at once. Defaults to `db.t4g.micro`: 2 vCPU, 1 GiB, about 12 USD a month. */
  instanceClass?: pulumi.Input<string>;
  /** Disk in GiB (gp3), 20 to 65536, about 0.115 USD a GiB and month. It can grow and never shrink. Defaults to 20. */
  allocatedStorageGiB?: pulumi.Input<number>;
  /** GiB up to which AWS lets the disk grow by itself when it fills up. Equal to `allocatedStorageGiB` turns that off: a full disk stops the database. Defaults to 100, or to 30 % more than `allocatedStorageGiB` where that is more. */
  maxAllocatedStorageGiB?: pulumi.Input<number>;
  /** Whether a standby in another zone takes over when the server fails. Doubles the price. Without it a failure of the zone is an outage until AWS has repaired it. Defaults to false. */
  multiAz?: pulumi.Input<boolean>;
  /** Days back to which the database can be restored, to any second: 0 to 35. 0 keeps none, and loses all data with the server. Defaults to 7. */
  backupRetentionDays?: pulumi.Input<number>;
  /** Time of the daily backup in UTC, at least 30 minutes: `03:00-04:00`. Must not overlap with `maintenanceWindow`. Defaults to a time that AWS chooses. */
  backupWindow?: pulumi.Input<string>;
  /** Time of the weekly maintenance in UTC, at least 30 minutes: `sun:04:30-sun:05:30`. Defaults to a time that AWS chooses. */
  maintenanceWindow?: pulumi.Input<string>;
  /** Whether AWS refuses to delete the database, and Pulumi to destroy or replace it, its logs and its secret. Defaults to true in a durable base: to destroy one, set `durability` to `disposable`, run `up`, then `destroy`; to replace only the database, set this to false and run `up` first. */
  deletionProtection?: pulumi.Input<boolean>;
  /** Whether a snapshot is made when the database is deleted. It stays until you delete it, at about 0.095 USD a GiB and month. Without it the data is gone. Defaults to true in a durable base. */
  finalSnapshot?: boolean;
  /** Whether AWS keeps seven days of query statistics (CloudWatch Database Insights in its standard mode), which is free. Defaults to true. */
  databaseInsights?: pulumi.Input<boolean>;
  /** Days that the server's log is kept in CloudWatch: a value that CloudWatch knows (1, 3, 5, 7, 14, 30, 60, 90, …, at most 3653). Defaults to 30. */
  logRetentionDays?: pulumi.Input<number>;
  /** Snapshot to make the database from: its identifier, or its ARN if it is another account's. The snapshot's `username` must be given too where it isn't `postgres`. Changing this replaces the database: a new server with an endpoint of its own is made from that snapshot, and then the old one is deleted, whose data stays only in its final snapshot. Turn `deletionProtection` off and run `up` before; without that, as with a snapshot that doesn't exist, the preview refuses. Taking it out again changes nothing. Defaults to an empty database. */
  snapshotIdentifier?: pulumi.Input<string>;
  /** Parameters of Postgres by name, for example `log_min_duration_statement` with the value `500`: they go into the server's own parameter group. Most take effect at once; those that Postgres reads at its start (`max_connections`, `shared_buffers`) when the server restarts the next time, which `aws rds reboot-db-instance` does. Taking one out brings back RDS's default. Nothing is replaced. `rds.force_ssl` can't be set: connections are encrypted. Defaults to none. */
  parameters?: Record<string, pulumi.Input<string>>;
  /** Name of the master user. Changing this replaces the database with an empty one, which is made before the old one is deleted; turn `deletionProtection` off and run `up` before. Defaults to `postgres`. */
  username?: pulumi.Input<string>;
  /** Certificate authority of the server's TLS certificate. Clients trust all of them through the bundle that AWS publishes. A change restarts servers that can't rotate it without a restart. Defaults to `rds-ca-rsa2048-g1`. */
  caCertificate?: pulumi.Input<string>;
  /** Whether changes that restart the server happen at once instead of in the maintenance window. Defaults to false. */
  applyImmediately?: pulumi.Input<boolean>;
}

/** The Valkey or Redis server (ElastiCache) that all apps of the base share, for caching and for Celery. */
export interface CacheArgs {
  /** The engine. A change from `redis` to `valkey` happens in place; back from `valkey` to `redis` replaces the cache: what is in it, Celery tasks too, is lost. Defaults to `valkey`. */
  engine?: CacheEngine;
  /** Version as major and minor: `9.1`. A newer one is installed in place; an older version than the one that runs replaces the cache. Redis 6 leaves standard support on 31 January 2027, and ElastiCache charges for Extended Support from then on by itself. Defaults to `9.1` for Valkey and `7.1` for Redis. */
  engineVersion?: pulumi.Input<string>;
  /** Size of a node. Defaults to `cache.t4g.micro`: 0.5 GiB, about 9 USD a month with Valkey. */
  nodeType?: pulumi.Input<string>;
  /** Copies of the node in other zones, 0 to 5, each at the price of the node. Defaults to 0. */
  replicas?: number;
  /** Whether a replica takes over when the node fails; needs at least one replica. Without it a failure empties the cache and loses queued tasks. Defaults to true where there are replicas. */
  automaticFailover?: boolean;
  /** Days that daily snapshots are kept, 0 to 35; 0 keeps none. One is free, others cost about 0.085 USD a GiB and month. Defaults to 1 in a durable base, and to 0 in a disposable one. */
  snapshotRetentionDays?: pulumi.Input<number>;
  /** Time of the daily snapshot in UTC, at least one hour: `03:00-04:00`. Defaults to a time that AWS chooses. */
  snapshotWindow?: pulumi.Input<string>;
  /** Time of the weekly maintenance in UTC, at least one hour: `sun:04:30-sun:05:30`. Defaults to a time that AWS chooses. */
  maintenanceWindow?: pulumi.Input<string>;
  /** Whether Pulumi refuses to destroy or replace the cache and its secret; ElastiCache itself has no such protection. Defaults to true in a durable base. */
  deletionProtection?: pulumi.Input<boolean>;
  /** Whether a snapshot is made when the cache is deleted. It stays until you delete it. Defaults to true in a durable base. */
  finalSnapshot?: boolean;
  /** Whether changes happen at once instead of in the maintenance window. Defaults to false. */
  applyImmediately?: pulumi.Input<boolean>;
}

/** The bucket for static files and uploads that all apps of the base share, each under the prefix `<app>/`. */
export interface AssetsArgs {
  /** The CloudFront distribution that browsers load files from. Defaults to one. */
  cdn?: CdnArgs;
  /** Origins of web pages that may load files by script, from CloudFront or from the bucket (fonts and uploads included): `https://example.com`, or `*` for all. Defaults to none. */
  corsOrigins?: string[];
  /** Days that overwritten and deleted files can be brought back, 1 to 36500. Defaults to 30. */
  oldVersionRetentionDays?: pulumi.Input<number>;
  /** Whether Pulumi refuses to destroy or replace the bucket, its policy, encryption and versions, and the CloudFront distribution. To turn `cdn` off where it is on, set this to false and run `up` first. Defaults to true in a durable base without `forceDestroy`. */
  deletionProtection?: pulumi.Input<boolean>;
  /** Whether a destroy deletes the bucket with all files in it; otherwise it fails while there are any. Defaults to true in a disposable base only. */
  forceDestroy?: pulumi.Input<boolean>;
}

/** A CloudFront distribution that browsers load files from; the bucket itself is never public. Costs nothing up to 1 TB a month. */
export interface CdnArgs {
  /** Whether there is one. Everyone who knows the address of a file in `publicPaths` can load it. Without it Django signs the address of each file, which expires. Defaults to true. */
  enabled?: boolean;
  /** Keys that CloudFront may read, with `*` for anything, slashes too: what else is in the bucket stays private, and so does all in a folder `private`, whatever is written here. Defaults to folders `static` and `media`, at any depth. */
  publicPaths?: string[];
  /** The parts of the world that CloudFront serves from nearby. Defaults to `PriceClass_100`, the cheapest. */
  priceClass?: CdnPriceClass;
  /** Host name of files, for example `assets.example.com`, instead of CloudFront's own; together with `certificateArn`. Where the base has a zone, the record is made in it, so that the name must be the base's domain or lie below it. Defaults to a name that CloudFront makes up. */
  domainName?: pulumi.Input<string>;
  /** ARN of an ACM certificate for `domainName`. CloudFront takes only certificates of us-east-1. Needed together with `domainName`, and only then. */
  certificateArn?: pulumi.Input<string>;
  /** ARN of a web ACL (AWS WAF) that requests must pass, made for CloudFront and so in us-east-1: `arn:aws:wafv2:us-east-1:<account>:global/webacl/<name>/<id>`. It costs 5 USD a month, 1 USD a rule and 0.60 USD a million requests. Set or taken out in place. Defaults to none. */
  webAclArn?: pulumi.Input<string>;
}

/** Sending of mail by SES. A new account may only send to verified addresses until AWS lifts that at your request. */
export interface MailArgs {
  /** Whether apps can send mail. Needs `zoneId`. Defaults to false. */
  enabled?: boolean;
  /** Domain of sender addresses: the domain of the base or one below it, because its records are made in the base's zone. Changing it replaces the identity and its records. Defaults to the domain of the base. */
  domainName?: pulumi.Input<string>;
  /** Label in front of the domain that bounces go to (the MAIL FROM domain), which makes SPF pass. Defaults to `mail`. */
  mailFromLabel?: pulumi.Input<string>;
}

/** A private DNS namespace (Cloud Map) by which tasks find each other. */
export interface ServiceDiscoveryArgs {
  /** Whether there is one. It lets tasks connect to each other on `targetPorts`. 0.50 USD a month. Defaults to false. */
  enabled?: boolean;
  /** Name of the namespace, which only the VPC can resolve. Not the base's domain or one above it, which it would hide. Changing it replaces the namespace. Defaults to `<base>.internal`. */
  namespaceName?: pulumi.Input<string>;
}

/** A base without a domain: HTTP on the load balancer's own name. */
export interface TrialArgs {
  /** The one environment that the trial is for, by the name that people call it: that of its app stack, for example `alpha`. It answers on the load balancer's own name; every other app is refused. */
  app: string;
}

/** Settings of everything that many environments share: network, load balancer, database, cache, bucket. All but the domain and its certificate have safe defaults. */
export interface DjangoBaseArgs {
  /** Domain of the base, for example `example.com`. Apps are reached at it and at its direct subdomains. Changing it replaces the certificate, which is made before the old one goes. Either this or `trial`. */
  domainName?: pulumi.Input<string>;
  /** Id of the Route 53 zone of the domain, for example `Z0123456789ABCDEFGHIJ`. A certificate for the domain and its direct subdomains is made and validated in it. Either this or `certificateArn`. */
  zoneId?: pulumi.Input<string>;
  /** ARN of an ACM certificate of the base's region for the domain and its direct subdomains, where the domain isn't in Route 53. The DNS records of apps are then yours to make. Either this or `zoneId`. */
  certificateArn?: pulumi.Input<string>;
  /** A trial without a domain, instead of `domainName` and what belongs to it: one app, by HTTP, on the load balancer's own name. Passwords, cookies and all else cross the internet unencrypted, so it is for nothing that anybody would miss, and refused unless `durability: disposable` is written and nothing is protected. Data stays where it is when the base gets a domain in its place. Costs what a base with a domain costs. Defaults to none. */
  trial?: TrialArgs;
  /** ARN of a KMS key of yours in the base's region, for what the base and its apps keep: the database, the cache, the assets bucket, secrets and logs. The load balancer's access logs stay at S3's own keys, because AWS takes no others there. The README says what the policy of the key must allow. A key costs 1 USD a month and 0.03 USD for 10,000 requests. Setting one, or another one, replaces the database by an empty one, and the cache: the README says how the data is taken along. Taking it out replaces the cache; the database keeps its key. Bucket, secrets and logs change in place, and what is already in the bucket and the logs keeps its key. Bring up the apps right afterwards. Defaults to none: the keys that AWS manages, which cost nothing. */
  kmsKeyArn?: pulumi.Input<string>;
  /** The network. Defaults to a new VPC over two zones with one NAT gateway. */
  network?: NetworkArgs;
  /** The load balancer. Defaults to one that is open to everyone and logs each request. */
  loadBalancer?: LoadBalancerArgs;
  /** The Postgres server. Defaults to the smallest one. */
  database?: DatabaseArgs;
  /** The Valkey or Redis server. Defaults to the smallest one. */
  cache?: CacheArgs;
  /** The bucket for static files and uploads. Defaults to a private one behind CloudFront. */
  assets?: AssetsArgs;
  /** Sending of mail. Defaults to none. */
  mail?: MailArgs;
  /** Service discovery. Defaults to none. */
  serviceDiscovery?: ServiceDiscoveryArgs;
  /** Whether data outlives mistakes. While a durable base has something that is protected, a destroy is refused before anything is deleted. `disposable` turns off deletion protection of the database, the cache, the load balancer and the buckets, final snapshots of the database and the cache, daily snapshots of the cache and the 30 days in which a deleted secret can be restored, and lets a destroy delete buckets with files in them: after a destroy nothing can be brought back. Each of these can still be set by itself. Defaults to `durable`. */
  durability?: Durability;
}
