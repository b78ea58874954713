import * as pulumi from "@pulumi/pulumi";
import type { BaseContract } from "../contracts/baseContract.ts";
import { refuse, refuseLater, warn } from "../shared/errors.ts";
import { plainValue } from "../shared/inputs.ts";
import { IMAGES } from "../vocabulary.ts";
import { makeAccessLogs } from "./accessLogs.ts";
import type { DjangoBaseArgs } from "./args.ts";
import { assetsProtected, makeAssets } from "./assets.ts";
import { makeCache } from "./cache.ts";
import { makeCertificate } from "./certificate.ts";
import { checkBaseName, checkDjangoBaseArgs } from "./check/args.ts";
import { baseContext } from "./context.ts";
import { makeDatabase } from "./database.ts";
import { baseContract } from "./describeBase.ts";
import { type DurabilityDefaults, protectionOf, refuseDestroy } from "./durability.ts";
import { endingVersions } from "./engineLifecycles.ts";
import { makeFlowLogs } from "./flowLogs.ts";
import { makeInterfaceEndpoints } from "./interfaceEndpoints.ts";
import { makeLoadBalancer } from "./loadBalancer.ts";
import { makeMail } from "./mail.ts";
import { makeNamespace } from "./namespace.ts";
import { makeNetwork } from "./network.ts";
import { has } from "./parts.ts";
import { type BaseSecurityGroupIds, makeSecurityGroups, securityGroupIds } from "./securityGroups.ts";
import { trialWarning } from "./trial.ts";

/** Ports that processes of apps listen on by default. */
const DEFAULT_TARGET_PORTS = Object.values(IMAGES).map(({ port }) => port);

/**
 * Everything that many Django environments share: a network, a load balancer with a certificate, a Postgres server, a
 * Valkey or Redis server, and a bucket behind CloudFront. Safe by default; cheap and disposable by choice. The name is
 * the name of the base: everything in it is named after it.
 */
export class DjangoBase extends pulumi.ComponentResource {
  /** What an app on this base needs to know: the `base` of a DjangoApp. */
  public readonly contract: BaseContract;
  /** Domain of the base. In a trial the load balancer's own name. */
  public readonly domainName: pulumi.Output<string>;
  /** Address of the load balancer, which DNS records of apps point to. */
  public readonly loadBalancerDnsName: pulumi.Output<string>;
  /** Host name and port of the database, reachable from tasks only. */
  public readonly databaseEndpoint: pulumi.Output<string>;
  /** Host name and port of the cache, reachable from tasks only. */
  public readonly cacheEndpoint: pulumi.Output<string>;
  /** Name of the bucket for static files and uploads. */
  public readonly assetsBucketName: pulumi.Output<string>;
  /** Id of the VPC. */
  public readonly vpcId: pulumi.Output<string>;
  /** Ids of the subnets that the load balancer is in. */
  public readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Ids of the subnets that tasks run in. */
  public readonly taskSubnetIds: pulumi.Output<string[]>;
  /** Ids of the subnets that the database and the cache are in. */
  public readonly dataSubnetIds: pulumi.Output<string[]>;
  /** Ids of the security groups, to make further rules for. */
  public readonly securityGroupIds: pulumi.Output<BaseSecurityGroupIds>;
  /** ARN of the load balancer. */
  public readonly loadBalancerArn: pulumi.Output<string>;
  /** ARN of the listener that apps add their rules to: HTTPS, or HTTP in a trial. */
  public readonly listenerArn: pulumi.Output<string>;
  /** Host name that browsers load static files and uploads from. Absent where CloudFront is off. */
  public readonly assetsHostName?: pulumi.Output<string>;

  /** Throws where a setting can't be used, before anything is registered: all wrong settings at once, each with its path. */
  constructor(name: string, args: DjangoBaseArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse("DjangoBase", [...checkBaseName(name), ...checkDjangoBaseArgs(args)]);
    super("pulumi-aws-django:index:DjangoBase", name, args, opts);
    refuseLater("DjangoBase", args, checkDjangoBaseArgs);
    warn(this, [...trialWarning(args), ...endingVersions(args)]);

    const context = baseContext(name, args, this);
    const { domainName, zoneId, trial } = args;
    const zone = domainName === undefined || zoneId === undefined ? undefined : { domainName, zoneId };
    const targetPorts = args.loadBalancer?.targetPorts ?? DEFAULT_TARGET_PORTS;

    const network = makeNetwork(args.network ?? {}, context);
    const groups = makeSecurityGroups(args, { network, targetPorts }, context);
    makeInterfaceEndpoints(args.network?.interfaceEndpoints ?? [], { network, tasks: groups.tasks }, context);
    if (has("network.flowLogs", args)) makeFlowLogs(args.network?.flowLogs ?? {}, network, context);

    const accessLogs = has("loadBalancer.accessLogs", args)
      ? makeAccessLogs(args.loadBalancer ?? {}, context)
      : undefined;
    const certificateArn = zone === undefined ? args.certificateArn : makeCertificate(zone, context);
    const loadBalancer = makeLoadBalancer(
      args.loadBalancer ?? {},
      { network, securityGroup: groups.loadBalancer, certificateArn, accessLogs, trial },
      context,
    );

    const database = makeDatabase(args.database ?? {}, { network, securityGroup: groups.database }, context);
    const cache = makeCache(args.cache ?? {}, { network, securityGroup: groups.cache }, context);
    const assets = makeAssets(args.assets ?? {}, zoneId, context);
    const mail =
      zone !== undefined && has("mail", args) ? makeMail(args.mail ?? {}, zone, context) : undefined;
    const namespace = has("serviceDiscovery", args)
      ? makeNamespace(args.serviceDiscovery ?? {}, network, context)
      : undefined;
    refuseDestroy(name, holdsProtected(args, context.defaults), this, network.subnetRoutes);

    this.domainName = pulumi.output(domainName ?? loadBalancer.alb.dnsName);
    this.loadBalancerDnsName = loadBalancer.alb.dnsName;
    this.databaseEndpoint = database.instance.endpoint;
    const { primaryEndpointAddress, port } = cache.replicationGroup;
    this.cacheEndpoint = pulumi.interpolate`${primaryEndpointAddress}:${port}`;
    this.assetsBucketName = assets.bucket.bucket;
    if (assets.cdn !== undefined) this.assetsHostName = assets.cdn.hostName;
    this.vpcId = network.vpcId;
    this.publicSubnetIds = network.publicSubnetIds;
    this.taskSubnetIds = network.taskSubnetIds;
    this.dataSubnetIds = network.dataSubnetIds;
    this.securityGroupIds = securityGroupIds(groups);
    this.loadBalancerArn = loadBalancer.alb.arn;
    this.listenerArn = loadBalancer.listener.arn;
    this.contract = baseContract({
      context,
      domainName: this.domainName,
      zoneId,
      trial,
      network,
      groups,
      targetPorts,
      loadBalancer,
      database,
      cache,
      assets,
      mail,
      namespace,
    });
    this.registerOutputs({
      contract: this.contract,
      domainName: this.domainName,
      loadBalancerDnsName: this.loadBalancerDnsName,
      databaseEndpoint: this.databaseEndpoint,
      cacheEndpoint: this.cacheEndpoint,
      assetsBucketName: this.assetsBucketName,
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      taskSubnetIds: this.taskSubnetIds,
      dataSubnetIds: this.dataSubnetIds,
      securityGroupIds: this.securityGroupIds,
      loadBalancerArn: this.loadBalancerArn,
      listenerArn: this.listenerArn,
      ...(this.assetsHostName === undefined ? {} : { assetsHostName: this.assetsHostName }),
    });
  }
}

/** Whether anything in the base can't be deleted. */
function holdsProtected(args: DjangoBaseArgs, defaults: DurabilityDefaults): boolean {
  const { loadBalancer = {}, database = {}, cache = {}, assets = {} } = args;
  const protections = [
    ...[loadBalancer, database, cache].map((part) => protectionOf(part, defaults)),
    assetsProtected(assets, defaults),
  ];
  return protections.some((input) => plainValue(input) === true);
}
