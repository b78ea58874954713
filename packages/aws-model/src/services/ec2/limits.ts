import { inRegion, type Quota, quotaRule } from "../../rules/quota.ts";
import type { Refusal, Rule } from "../../rules/rule.ts";

const api = "https://docs.aws.amazon.com";

const ofVpcs = `${api}/vpc/latest/userguide/amazon-vpc-limits.html`;

const ec2 = (doing: string, operation: string, code: string, message: string): Refusal => ({
  doing,
  answer: { service: "EC2", operation, code },
  message,
});

const natGateway = "aws:ec2/natGateway:NatGateway";

const subnet = "aws:ec2/subnet:Subnet";

const quotas: readonly Quota[] = [
  {
    name: "quota-vpcs",
    source: ofVpcs,
    limit: 5,
    types: ["aws:ec2/vpc:Vpc"],
    count: (change) => inRegion(change),
    refusal: () =>
      ec2(
        "creating EC2 VPC",
        "CreateVpc",
        "VpcLimitExceeded",
        "The maximum number of VPCs has been reached.",
      ),
  },
  {
    name: "quota-elastic-addresses",
    source: `${api}/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html`,
    limit: 5,
    types: ["aws:ec2/eip:Eip"],
    count: (change) => inRegion(change),
    refusal: () =>
      ec2(
        "creating EC2 EIP",
        "AllocateAddress",
        "AddressLimitExceeded",
        "The maximum number of addresses has been reached.",
      ),
  },
  {
    name: "quota-nat-gateways-of-zone",
    source: ofVpcs,
    limit: 5,
    types: [natGateway],
    count: ({ inputs, world }) => {
      const zoneOf = (id: unknown) => world.get(subnet, String(id))?.state.availabilityZone;
      const zone = zoneOf(inputs.subnetId);
      if (zone === undefined) return 0;
      return world.resources(natGateway).filter(({ state }) => zoneOf(state.subnetId) === zone).length + 1;
    },
    refusal: () =>
      ec2(
        "creating EC2 NAT Gateway",
        "CreateNatGateway",
        "NatGatewayLimitExceeded",
        "The maximum number of NAT Gateways has been reached.",
      ),
  },
];

/** How many there may be. */
export const limitRules: readonly Rule[] = quotas.map(quotaRule);
