import { DjangoBase } from "pulumi-aws-django";
import type { BaseConfig } from "./config.ts";

/** What many environments share: network, load balancer, database, cache, assets. */
export function base(config: BaseConfig) {
  const base = new DjangoBase(config.stack, config.args);
  return {
    contract: base.contract,
    domainName: base.domainName,
    loadBalancerDnsName: base.loadBalancerDnsName,
    databaseEndpoint: base.databaseEndpoint,
  };
}
