import type * as pulumi from "@pulumi/pulumi";
import { partitionOf } from "../shared/iam.ts";
import type { DjangoAppArgs } from "./args.ts";
import { type Base, readBaseContract } from "./base.ts";
import { type FormerNames, formerNames } from "./formerNames.ts";

/** What every part of an app needs to know. */
export interface AppContext {
  /** Name of the app, which the names of its resources begin with. */
  app: string;
  /** What people call the environment. */
  environment: string;
  base: Base;
  region: pulumi.Output<string>;
  accountId: pulumi.Output<string>;
  /** Partition of all ARNs: `aws`, `aws-cn` or `aws-us-gov`. */
  partition: pulumi.Output<string>;
  /** The base's own key, for the app's secrets and logs. Undefined where AWS manages the keys. */
  kmsKeyArn: pulumi.Output<string | undefined>;
  /** Options of every resource: its parent. */
  opts: pulumi.CustomResourceOptions;
  /** Options that take over the resources of an app of pulumi-aws-django 1.28. */
  former: FormerNames;
}

export function appContext(app: string, args: DjangoAppArgs, parent: pulumi.Resource): AppContext {
  const base = readBaseContract(args.base);
  return {
    app,
    environment: args.environmentName ?? app,
    base,
    region: base.get((b) => b.region),
    accountId: base.get((b) => b.accountId),
    partition: partitionOf(base.get((b) => b.loadBalancer.arn)),
    kmsKeyArn: base.get<string | undefined>((b) => b.kmsKeyArn),
    opts: { parent },
    former: formerNames(app),
  };
}

/** Where the tasks of an app run. */
export function taskNetwork({ base }: AppContext) {
  return {
    subnets: base.get((b) => b.network.taskSubnetIds),
    securityGroups: [base.get((b) => b.network.taskSecurityGroupId)],
    assignPublicIp: base.get((b) => b.network.assignPublicIp),
  };
}
