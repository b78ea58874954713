import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_IDLE_TIMEOUT } from "../contracts/baseContract.ts";
import { refuse } from "../shared/errors.ts";
import { autonameBase } from "../shared/names.ts";
import { trialTags } from "../shared/trial.ts";
import type { AccessLogs } from "./accessLogs.ts";
import type { LoadBalancerArgs, TrialArgs } from "./args.ts";
import { checkWebAclRegion } from "./check/network.ts";
import type { BaseContext } from "./context.ts";
import { protectedWith, protectionOf } from "./durability.ts";
import { makeListeners } from "./listeners.ts";
import type { Network } from "./network.ts";

export interface LoadBalancer {
  alb: aws.lb.LoadBalancer;
  /** The listener that apps add their rules to. */
  listener: aws.lb.Listener;
  idleTimeout: pulumi.Input<number>;
}

export interface LoadBalancerSettings {
  network: Network;
  securityGroup: aws.ec2.SecurityGroup;
  /** Undefined for a trial. */
  certificateArn: pulumi.Input<string> | undefined;
  trial: TrialArgs | undefined;
  accessLogs: AccessLogs | undefined;
}

/** The load balancer and its listeners. */
export function makeLoadBalancer(
  args: LoadBalancerArgs,
  settings: LoadBalancerSettings,
  context: BaseContext,
): LoadBalancer {
  const { base, defaults, opts } = context;
  const name = `${base}-alb`;
  const { network, accessLogs } = settings;
  const deletionProtection = protectionOf(args, defaults);
  const idleTimeout = args.idleTimeoutSeconds ?? DEFAULT_IDLE_TIMEOUT;
  const alb = new aws.lb.LoadBalancer(
    autonameBase(name, 32),
    {
      loadBalancerType: "application",
      internal: false,
      ipAddressType: network.ipv6 ? "dualstack" : "ipv4",
      subnets: network.publicSubnetIds,
      securityGroups: [settings.securityGroup.id],
      idleTimeout,
      dropInvalidHeaderFields: true,
      enableDeletionProtection: deletionProtection,
      ...(accessLogs === undefined
        ? {}
        : { accessLogs: { bucket: accessLogs.bucket.bucket, enabled: true } }),
      ...trialTags(settings.trial),
    },
    protectedWith(deletionProtection, {
      ...opts,
      dependsOn: [...network.wayToInternet, ...(accessLogs === undefined ? [] : [accessLogs.policy])],
    }),
  );
  const listener = makeListeners(
    name,
    { alb, certificateArn: settings.certificateArn, sslPolicy: args.sslPolicy },
    context,
  );
  if (args.webAclArn !== undefined) associateWebAcl(name, args.webAclArn, alb, context);
  return { alb, listener, idleTimeout };
}

/**
 * Requests must pass the web ACL. A load balancer has one at most, and what is deleted is whichever it has: another one is associated
 * when the first one is gone. https://docs.aws.amazon.com/waf/latest/APIReference/API_DisassociateWebACL.html
 */
function associateWebAcl(
  name: string,
  webAclArn: pulumi.Input<string>,
  alb: aws.lb.LoadBalancer,
  { region, opts }: BaseContext,
): void {
  pulumi
    .all([webAclArn, region])
    .apply(([arn, own]) => refuse("DjangoBase", checkWebAclRegion("loadBalancer.webAclArn", arn, own)));
  new aws.wafv2.WebAclAssociation(
    name,
    { resourceArn: alb.arn, webAclArn },
    { ...opts, deleteBeforeReplace: true },
  );
}
