import type { NatGatewayConfiguration, SubnetSpec } from "./vpcArgs.ts";

type NatStrategy = NatGatewayConfiguration["strategy"];

/** Whether the addresses that the user brings fit the strategy: one for each gateway, or none at all. */
export function checkElasticIps(strategy: NatStrategy, given: number, zoneCount: number): void {
  if (strategy === "None" && given > 0) {
    throw new Error(
      "Elastic IP allocation IDs cannot be specified when NAT Gateway strategy is 'None'; leave `natGateways.elasticIpAllocationIds` out.",
    );
  }
  if (strategy === "Single" && given > 1) {
    throw new Error(
      `Exactly one Elastic IP may be specified when NAT Gateway strategy is 'Single', and there are ${given}.`,
    );
  }
  if (strategy === "OnePerAz" && given > 0 && given !== zoneCount) {
    throw new Error(
      `The number of Elastic IPs, if specified, must match the number of availability zones for the VPC (${zoneCount}) when NAT Gateway strategy is 'OnePerAz', and there are ${given}.`,
    );
  }
}

/** A gateway needs a public subnet to stand in and another subnet to serve. */
export function checkNatSubnets(strategy: NatStrategy, specs: readonly SubnetSpec[]): void {
  const has = (...types: SubnetSpec["type"][]) => specs.some((spec) => types.includes(spec.type));
  if (strategy !== "None" && !(has("Public") && has("Private", "Isolated"))) {
    throw new Error(
      `If NAT Gateway strategy is 'OnePerAz' or 'Single', public subnets must be declared to host the NAT Gateway resource, along with private or isolated subnets to route through it. It is '${strategy}'; without such subnets set \`natGateways.strategy\` to 'None'.`,
    );
  }
}
