import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BASE_CONTRACT_VERSION, type BaseContract } from "../contracts/baseContract.ts";
import type { TrialArgs } from "./args.ts";
import type { Assets } from "./assets.ts";
import type { Cache } from "./cache.ts";
import type { BaseContext } from "./context.ts";
import type { Database } from "./database.ts";
import type { LoadBalancer } from "./loadBalancer.ts";
import type { Mail } from "./mail.ts";
import type { Network } from "./network.ts";
import { CACHE_PORT, type SecurityGroups } from "./securityGroups.ts";

/** All parts of a base; undefined for those that it doesn't have. */
interface BaseParts {
  context: BaseContext;
  domainName: pulumi.Output<string>;
  zoneId: pulumi.Input<string> | undefined;
  trial: TrialArgs | undefined;
  network: Network;
  groups: SecurityGroups;
  targetPorts: number[];
  loadBalancer: LoadBalancer;
  database: Database;
  cache: Cache;
  assets: Assets;
  mail: Mail | undefined;
  namespace: aws.servicediscovery.PrivateDnsNamespace | undefined;
}

/** What the base provides to apps. What it doesn't have is absent from the start, and not only once everything is known. */
export function baseContract(parts: BaseParts): BaseContract {
  const { context, network, groups, targetPorts, loadBalancer, database } = parts;
  const { trial, cache, assets, mail, namespace } = parts;
  const { alb, listener, idleTimeout } = loadBalancer;
  return {
    version: BASE_CONTRACT_VERSION,
    name: context.base,
    region: context.region,
    accountId: context.accountId,
    scheme: trial === undefined ? "https" : "http",
    domainName: parts.domainName,
    ...(trial === undefined ? {} : { trial: { app: trial.app } }),
    ...(parts.zoneId === undefined ? {} : { zoneId: pulumi.output(parts.zoneId) }),
    ...(context.kmsKeyArn === undefined ? {} : { kmsKeyArn: pulumi.output(context.kmsKeyArn) }),
    network: {
      vpcId: network.vpcId,
      taskSubnetIds: network.taskSubnetIds,
      assignPublicIp: network.assignPublicIp,
      taskSecurityGroupId: groups.tasks.id,
    },
    loadBalancer: {
      arn: alb.arn,
      arnSuffix: alb.arnSuffix,
      dnsName: alb.dnsName,
      zoneId: alb.zoneId,
      listenerArn: listener.arn,
      idleTimeout,
      ipv6: network.ipv6,
      targetPorts,
    },
    database: {
      instanceIdentifier: database.instance.identifier,
      host: database.instance.address,
      port: database.instance.port,
      secretArn: database.secret.arn,
      secretName: database.secret.name,
      majorVersion: database.majorVersion,
    },
    cache: {
      replicationGroupId: cache.replicationGroup.replicationGroupId,
      host: cache.replicationGroup.primaryEndpointAddress,
      port: cache.replicationGroup.port.apply((port) => port ?? CACHE_PORT),
      secretArn: cache.secret.arn,
    },
    assets: {
      bucketName: assets.bucket.bucket,
      bucketArn: assets.bucket.arn,
      ...(assets.cdn === undefined ? {} : { cdnHostName: assets.cdn.hostName }),
    },
    ...(mail === undefined ? {} : { mail }),
    ...(namespace === undefined
      ? {}
      : { serviceDiscovery: { namespaceId: namespace.id, namespaceName: namespace.name } }),
  };
}
