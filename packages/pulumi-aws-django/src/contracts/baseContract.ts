import type * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import type { Problem } from "../shared/problem.ts";
import { shapeProblems } from "./shape.ts";

/**
 * The version of BaseContract that this package writes and reads. Additions to the contract are optional and leave the version as it is, so
 * that apps can be previewed on a base that isn't up again yet; a changed meaning or a removal raises it.
 */
export const BASE_CONTRACT_VERSION = 2;

/** The default of `loadBalancer.idleTimeout`, in seconds: a little more than a request of an app takes at most by default. */
export const DEFAULT_IDLE_TIMEOUT = 65;

/** What a base stack provides to the apps that are built on it. Made by DjangoBase, read by DjangoApp: `base.contract` in one program, a stack output between two. */
export interface BaseContract {
  /** The version of this shape: 2. An app refuses a base of another version. */
  version: number;
  /** Name of the base, for example `base`. */
  name: pulumi.Input<string>;
  /** AWS region of the base, for example `us-east-1`. Its apps are in the same. */
  region: pulumi.Input<string>;
  /** AWS account of the base. */
  accountId: pulumi.Input<string>;
  /** How browsers reach the apps: `https`, or `http` in a trial. */
  // Not an enum: a YAML program can't hand one on from an output to an argument.
  scheme: string;
  /** Domain of the base, for example `example.com`. Where the base has a zone its certificate covers this and its direct subdomains. In a trial the load balancer's own name, which is the one that its app answers on. */
  domainName: pulumi.Input<string>;
  /** The trial without a domain that the base is. Absent where it has a domain. */
  trial?: BaseContractTrial;
  /** Route 53 zone of the domain. Absent where the base was given a certificate instead of a zone. */
  zoneId?: pulumi.Input<string>;
  /** ARN of the KMS key for what the base and its apps keep. Absent where those are the keys that AWS manages. */
  kmsKeyArn?: pulumi.Input<string>;
  /** The network that tasks run in. */
  network: BaseContractNetwork;
  /** The load balancer that all apps share. */
  loadBalancer: BaseContractLoadBalancer;
  /** The Postgres server that all apps share. */
  database: BaseContractDatabase;
  /** The Valkey or Redis server that all apps share. */
  cache: BaseContractCache;
  /** The bucket for static files and uploads that all apps share. */
  assets: BaseContractAssets;
  /** The sender of mail. Absent where the base has none. */
  mail?: BaseContractMail;
  /** The Cloud Map namespace. Absent where the base has none. */
  serviceDiscovery?: BaseContractServiceDiscovery;
}

/** A base without a domain. */
export interface BaseContractTrial {
  /** The environment that it is for. Any other is refused. */
  app: string;
}

/** The network part of a base contract. */
export interface BaseContractNetwork {
  /** Id of the VPC. */
  vpcId: pulumi.Input<string>;
  /** The subnets that tasks run in: private ones, or public ones where the base has no NAT. */
  taskSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether tasks need a public address to reach the internet: true where the base has no NAT. */
  assignPublicIp: pulumi.Input<boolean>;
  /** The security group of tasks. */
  taskSecurityGroupId: pulumi.Input<string>;
}

/** The load-balancer part of a base contract. */
export interface BaseContractLoadBalancer {
  /** ARN of the load balancer. */
  arn: pulumi.Input<string>;
  /** The end of the ARN, as CloudWatch metrics name the load balancer: `app/base/50dc6c495c0c9188`. */
  arnSuffix: pulumi.Input<string>;
  /** DNS name of the load balancer. */
  dnsName: pulumi.Input<string>;
  /** Hosted zone of the load balancer, for alias records. */
  zoneId: pulumi.Input<string>;
  /** ARN of the listener that apps add their rules to: the one of `scheme`. */
  listenerArn: pulumi.Input<string>;
  /** Seconds after which the load balancer closes an idle connection. Servers behind it keep theirs open longer. */
  idleTimeout: pulumi.Input<number>;
  /** Whether the load balancer answers on IPv6 too. */
  ipv6: boolean;
  /** TCP ports of tasks that the load balancer may connect to. Absent in the contract of a base that was last brought up before there was this field: then apps aren't checked for it. */
  targetPorts?: number[];
}

/** The database part of a base contract. */
export interface BaseContractDatabase {
  /** Identifier of the RDS instance. */
  instanceIdentifier: pulumi.Input<string>;
  /** Host name of the server. */
  host: pulumi.Input<string>;
  /** Port of the server. */
  port: pulumi.Input<number>;
  /** ARN of the secret with the master credentials: JSON with `username` and `password`. */
  secretArn: pulumi.Input<string>;
  /** Name of that secret, for images that read it themselves. */
  secretName: pulumi.Input<string>;
  /** Major version of Postgres that the base asks for, for example 17. Absent in the contract of a base that was last brought up before there was this field: then apps take 17. */
  majorVersion?: pulumi.Input<number>;
}

/** The cache part of a base contract. */
export interface BaseContractCache {
  /** Id of the replication group. */
  replicationGroupId: pulumi.Input<string>;
  /** Host name of the primary. */
  host: pulumi.Input<string>;
  /** Port of the primary. */
  port: pulumi.Input<number>;
  /** ARN of the secret with the connection: JSON with `url` (`rediss://…`) and `token`. */
  secretArn: pulumi.Input<string>;
}

/** The assets part of a base contract. */
export interface BaseContractAssets {
  /** Name of the bucket. Each app keeps to the prefix `<app>/`. */
  bucketName: pulumi.Input<string>;
  /** ARN of the bucket. */
  bucketArn: pulumi.Input<string>;
  /** Host name that browsers load files from. Absent where the base has no CloudFront distribution: Django signs its URLs then. */
  cdnHostName?: pulumi.Input<string>;
}

/** The mail part of a base contract. */
export interface BaseContractMail {
  /** ARN of the SES identity that apps may send as. */
  identityArn: pulumi.Input<string>;
  /** The domain that apps send from. */
  domainName: pulumi.Input<string>;
}

/** The service-discovery part of a base contract. */
export interface BaseContractServiceDiscovery {
  /** Id of the private DNS namespace. */
  namespaceId: pulumi.Input<string>;
  /** Name of the private DNS namespace, for example `base.internal`. */
  namespaceName: pulumi.Input<string>;
}

/** A contract whose values are all known, as another stack outputs it. */
export type KnownBaseContract = Known<BaseContract>;

type Known<T> = T extends pulumi.Input<infer U>[]
  ? U[]
  : T extends object
    ? { [K in keyof T]: Known<pulumi.Unwrap<T[K]>> }
    : T;

/** The same as a check of values that come from somewhere else. */
export const baseContractShape = z.object({
  version: z.number(),
  name: z.string(),
  region: z.string(),
  accountId: z.string(),
  scheme: z.string().regex(/^https?$/),
  domainName: z.string(),
  trial: z.object({ app: z.string() }).optional(),
  zoneId: z.string().optional(),
  kmsKeyArn: z.string().optional(),
  network: z.object({
    vpcId: z.string(),
    taskSubnetIds: z.array(z.string()),
    assignPublicIp: z.boolean(),
    taskSecurityGroupId: z.string(),
  }),
  loadBalancer: z.object({
    arn: z.string(),
    arnSuffix: z.string(),
    dnsName: z.string(),
    zoneId: z.string(),
    listenerArn: z.string(),
    idleTimeout: z.number(),
    ipv6: z.boolean(),
    targetPorts: z.array(z.number()).optional(),
  }),
  database: z.object({
    instanceIdentifier: z.string(),
    host: z.string(),
    port: z.number(),
    secretArn: z.string(),
    secretName: z.string(),
    majorVersion: z.number().optional(),
  }),
  cache: z.object({
    replicationGroupId: z.string(),
    host: z.string(),
    port: z.number(),
    secretArn: z.string(),
  }),
  assets: z.object({
    bucketName: z.string(),
    bucketArn: z.string(),
    cdnHostName: z.string().optional(),
  }),
  mail: z.object({ identityArn: z.string(), domainName: z.string() }).optional(),
  serviceDiscovery: z.object({ namespaceId: z.string(), namespaceName: z.string() }).optional(),
}) satisfies z.ZodType<KnownBaseContract>;

/**
 * What is wrong with a contract whose values may be outputs: there is none, or it has another version. `up` is the sentence that says
 * how to bring the base up again.
 */
export function baseVersionProblems(contract: unknown, up: string): Problem[] {
  if (typeof contract !== "object" || contract === null) return [{ path: "", reason: `is missing. ${up}` }];
  const version = "version" in contract ? contract.version : undefined;
  if (version === BASE_CONTRACT_VERSION) return [];
  const given = version === undefined ? "is missing" : `is ${JSON.stringify(version)}`;
  const isNewer = typeof version === "number" && version > BASE_CONTRACT_VERSION;
  const remedy = isNewer ? "Use the release that the base was made with." : up;
  const reason = `${given}, and this release of pulumi-aws-django reads version ${BASE_CONTRACT_VERSION}. ${remedy}`;
  return [{ path: "version", reason }];
}

/** What is wrong with a contract whose values are all known. What a later release has added to it is left alone. */
export function baseContractProblems(contract: unknown, up: string): Problem[] {
  const problems = baseVersionProblems(contract, up);
  return problems.length > 0 ? problems : shapeProblems(baseContractShape, contract, up);
}
