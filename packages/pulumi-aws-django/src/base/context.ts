import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../shared/errors.ts";
import type { DjangoBaseArgs } from "./args.ts";
import { checkKeyRegion } from "./check/key.ts";
import { type DurabilityDefaults, durabilityDefaults } from "./durability.ts";

/** What every part of a base needs to know. */
export interface BaseContext {
  /** Name of the base, which the names of its resources begin with. */
  base: string;
  region: pulumi.Output<string>;
  accountId: pulumi.Output<string>;
  /** What holds where a setting of a part isn't given. */
  defaults: DurabilityDefaults;
  /** The user's own key for everything that the base keeps. Undefined for AWS's keys. */
  kmsKeyArn: pulumi.Input<string> | undefined;
  /** Options of every resource: its parent. */
  opts: pulumi.CustomResourceOptions;
}

export function baseContext(base: string, args: DjangoBaseArgs, parent: pulumi.Resource): BaseContext {
  const opts = { parent };
  const { region } = aws.getRegionOutput({}, opts);
  const { kmsKeyArn } = args;
  if (kmsKeyArn !== undefined)
    pulumi.all([kmsKeyArn, region]).apply(([arn, own]) => refuse("DjangoBase", checkKeyRegion(arn, own)));
  return {
    base,
    region,
    accountId: aws.getCallerIdentityOutput({}, opts).accountId,
    defaults: durabilityDefaults(args.durability),
    kmsKeyArn,
    opts,
  };
}
