import { type Network, networkOf, type Subnet, subnetOf, type Vpc, vpcOf } from "../../network/network.ts";
import type { Change } from "../../rules/rule.ts";

/** The zones of subnets; undefined where one of them is not known. */
export function zonesOf(world: Change["world"], subnets: readonly string[]): string[] | undefined {
  const network = networkOf(world);
  const known = subnets.map((id) => subnetOf(network, id)?.zone);
  const zones = known.filter((zone) => zone !== undefined);
  return zones.length === subnets.length ? zones : undefined;
}

/** The VPC of a subnet, if it is known and has no internet gateway. */
export function withoutGateway(network: Network, subnetId: string | undefined): Vpc | undefined {
  const subnet: Subnet | undefined = subnetId === undefined ? undefined : subnetOf(network, subnetId);
  const vpc = subnet && vpcOf(network, subnet.vpcId);
  if (!vpc) return undefined;
  const gateways = network.all("aws:ec2/internetGateway:InternetGateway");
  return gateways.some(({ state }) => state.vpcId === vpc.id) ? undefined : vpc;
}
