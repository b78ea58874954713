import type * as pulumi from "@pulumi/pulumi";
import type { Base } from "./base.ts";
import type { FormerNames } from "./formerNames.ts";

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
  /** Options of every resource: its parent. */
  opts: pulumi.CustomResourceOptions;
  /** Options that take over the resources of an app of pulumi-aws-django 1.28. */
  former: FormerNames;
}
