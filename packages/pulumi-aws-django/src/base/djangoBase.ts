import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BaseContract } from "../contracts/baseContract.ts";
import { refuse, refuseLater, warn } from "../shared/errors.ts";
import { plainValue } from "../shared/inputs.ts";
import { cutName } from "../shared/names.ts";
import { IMAGES } from "../vocabulary.ts";
import { makeAccessLogs } from "./accessLogs.ts";
import type { DjangoBaseArgs } from "./args.ts";
import { assetsProtected, makeAssets } from "./assets.ts";
import { makeCache } from "./cache.ts";
import { makeCertificate } from "./certificate.ts";
import { checkBaseName, checkDjangoBaseArgs } from "./check/args.ts";
import { makeDatabase } from "./database.ts";
import { baseContract } from "./describeBase.ts";
import { durabilityDefaults, protectedWith, refuseDestroy } from "./durability.ts";
import { endingVersions } from "./engineLifecycles.ts";
import { makeFlowLogs } from "./flowLogs.ts";
import { makeInterfaceEndpoints } from "./interfaceEndpoints.ts";
import { makeLoadBalancer } from "./loadBalancer.ts";
import { makeMail } from "./mail.ts";
import { makeNetwork } from "./network.ts";
import { has } from "./parts.ts";
import { type BaseSecurityGroupIds, makeSecurityGroups, securityGroupIds } from "./securityGroups.ts";

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
  /** Domain of the base. */
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
  /** ARN of the HTTPS listener. */
  public readonly httpsListenerArn: pulumi.Output<string>;
  /** Host name that browsers load static files and uploads from. Absent where CloudFront is off. */
  public readonly assetsHostName?: pulumi.Output<string>;

  /** Throws where a setting can't be used, before anything is registered: all wrong settings at once, each with its path. */
  constructor(name: string, args: DjangoBaseArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse("DjangoBase", [...checkBaseName(name), ...checkDjangoBaseArgs(args)]);
    super("pulumi-aws-django:index:DjangoBase", name, args, opts);
    refuseLater("DjangoBase", args, checkDjangoBaseArgs);
    warn(this, endingVersions(args));

    const child = { parent: this };
    const region = aws.getRegionOutput({}, child).region;
    const accountId = aws.getCallerIdentityOutput({}, child).accountId;
    const defaults = durabilityDefaults(args.durability);
    const networkArgs = args.network ?? {};
    const loadBalancerArgs = args.loadBalancer ?? {};
    const targetPorts = loadBalancerArgs.targetPorts ?? DEFAULT_TARGET_PORTS;
    const { database: databaseArgs = {}, cache: cacheArgs = {}, assets: assetsArgs = {} } = args;
    const deletionProtection = loadBalancerArgs.deletionProtection ?? defaults.deletionProtection;

    const network = makeNetwork(name, networkArgs, region, child);
    const groups = makeSecurityGroups(
      name,
      {
        vpcId: network.vpcId,
        ipv6: network.ipv6,
        allowedCidrs: loadBalancerArgs.allowedCidrs,
        targetPorts,
        mail: has("mail", args),
        serviceDiscovery: has("serviceDiscovery", args),
        taskEgress: networkArgs.taskEgress ?? [],
      },
      child,
    );
    makeInterfaceEndpoints(name, networkArgs.interfaceEndpoints ?? [], network, groups.tasks, region, child);
    if (has("network.flowLogs", args)) {
      makeFlowLogs(name, network.vpcId, networkArgs.flowLogs?.retentionDays ?? 30, accountId, child);
    }

    const accessLogs = has("loadBalancer.accessLogs", args)
      ? makeAccessLogs(
          `${name}-alb-logs`,
          loadBalancerArgs.accessLogs?.retentionDays ?? 90,
          defaults.forceDestroy,
          region,
          accountId,
          protectedWith(deletionProtection, child),
        )
      : undefined;
    const certificateArn =
      args.zoneId === undefined
        ? (args.certificateArn ?? "")
        : makeCertificate(name, args.domainName, args.zoneId, child);
    const loadBalancer = makeLoadBalancer(
      `${name}-alb`,
      loadBalancerArgs,
      {
        network,
        securityGroup: groups.loadBalancer,
        certificateArn,
        deletionProtection,
        accessLogs,
      },
      child,
    );

    const database = makeDatabase(
      `${name}-database`,
      databaseArgs,
      network,
      groups.database,
      defaults,
      child,
    );
    const cache = makeCache(`${name}-cache`, cacheArgs, network, groups.cache, defaults, child);
    const assets = makeAssets(`${name}-assets`, assetsArgs, args.zoneId, defaults, child);
    const mail =
      !has("mail", args) || args.zoneId === undefined
        ? undefined
        : makeMail(`${name}-mail`, args.mail ?? {}, args.domainName, args.zoneId, region, child);
    const namespace = has("serviceDiscovery", args)
      ? new aws.servicediscovery.PrivateDnsNamespace(
          name,
          {
            name: args.serviceDiscovery?.namespaceName ?? `${cutName(name, 63)}.internal`,
            description: `Services of the apps on ${name}`,
            vpc: network.vpcId,
          },
          child,
        )
      : undefined;

    const protections = [
      deletionProtection,
      databaseArgs.deletionProtection ?? defaults.deletionProtection,
      cacheArgs.deletionProtection ?? defaults.deletionProtection,
      assetsProtected(assetsArgs, defaults),
    ];
    const isProtected = protections.some((input) => plainValue(input) === true);
    refuseDestroy(name, isProtected, this, network.subnetRoutes);

    this.domainName = pulumi.output(args.domainName);
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
    this.httpsListenerArn = loadBalancer.httpsListener.arn;
    this.contract = baseContract({
      name,
      region,
      accountId,
      domainName: this.domainName,
      zoneId: args.zoneId,
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
      httpsListenerArn: this.httpsListenerArn,
      ...(this.assetsHostName === undefined ? {} : { assetsHostName: this.assetsHostName }),
    });
  }
}
