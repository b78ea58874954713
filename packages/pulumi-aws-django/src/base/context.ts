import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { DjangoBaseArgs } from "./args.ts";
import { type DurabilityDefaults, durabilityDefaults } from "./durability.ts";

/** What every part of a base needs to know. */
export interface BaseContext {
  /** Name of the base, which the names of its resources begin with. */
  base: string;
  region: pulumi.Output<string>;
  accountId: pulumi.Output<string>;
  /** What holds where a setting of a part isn't given. */
  defaults: DurabilityDefaults;
  /** Options of every resource: its parent. */
  opts: pulumi.CustomResourceOptions;
}

export function baseContext(base: string, args: DjangoBaseArgs, parent: pulumi.Resource): BaseContext {
  const opts = { parent };
  return {
    base,
    region: aws.getRegionOutput({}, opts).region,
    accountId: aws.getCallerIdentityOutput({}, opts).accountId,
    defaults: durabilityDefaults(args.durability),
    opts,
  };
}
