import * as pulumi from "@pulumi/pulumi";
import type { BaseContract } from "../contract.ts";
import type { DjangoBaseArgs } from "./args.ts";

/** Everything that many Django environments share. */
export class DjangoBase extends pulumi.ComponentResource {
  /** What an app on this base needs to know: the `base` of a DjangoApp. */
  public readonly contract!: BaseContract;
  /** Domain of the base. */
  public readonly domainName!: pulumi.Output<string>;
  /** Address of the load balancer, which DNS records of apps point to. */
  public readonly loadBalancerDnsName!: pulumi.Output<string>;
  /** Host name and port of the database. */
  public readonly databaseEndpoint!: pulumi.Output<string>;

  constructor(name: string, args: DjangoBaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-aws-django:index:DjangoBase", name, args, opts);
  }
}
