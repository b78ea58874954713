import * as pulumi from "@pulumi/pulumi";
import { DjangoBase } from "pulumi-aws-django";
import type { BaseConfig } from "./config.ts";

/** What many environments share: network, load balancer, database, cache, assets. */
export async function base(config: BaseConfig, options: pulumi.ComponentResourceOptions) {
  await registerEngineProvider();
  const base = new DjangoBase(config.name, config.args, options);
  return {
    contract: base.contract,
    // The next update compares it with its own.
    name: config.name,
    // Marks it, for everyone who looks at the stack.
    ...(config.args.trial && { trial: config.args.trial }),
    domainName: base.domainName,
    loadBalancerDnsName: base.loadBalancerDnsName,
    databaseEndpoint: base.databaseEndpoint,
  };
}

/**
 * Has the engine register its own provider in a preview too. An update registers it, to read back the resources that awsx made; without
 * this call it would do more than its saved plan (`pulumi up --plan`), and be stopped for that.
 */
async function registerEngineProvider(): Promise<void> {
  await pulumi.runtime.invoke("pulumi:pulumi:getResource", { urn: pulumi.runtime.getStackResource()?.urn });
}
