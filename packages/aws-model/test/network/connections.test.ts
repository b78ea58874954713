import { expect, test } from "vitest";
import type { SmallNetwork } from "./smallNetwork.ts";
import { obstacle } from "./toDatabase.ts";

test("another VPC is reached by a peering only", () => {
  const apart = ({ add, change }: SmallNetwork) => {
    add("aws:ec2/vpc:Vpc", "vpc-data", { cidrBlock: "10.0.0.0/16", enableDnsSupport: true });
    for (const zone of ["a", "b"]) change(`subnet-data-${zone}`, { vpcId: "vpc-data" });
  };
  const peer = (destinationCidrBlock: string) => (network: SmallNetwork) => {
    apart(network);
    for (const zone of ["a", "b"]) {
      network.add("aws:ec2/route:Route", `r-peer-${zone}`, {
        routeTableId: `rtb-private-${zone}`,
        destinationCidrBlock,
        vpcPeeringConnectionId: "pcx-1",
      });
    }
  };
  const message =
    "Subnet private-a (subnet-private-a) has no route to subnet data-a (subnet-data-a), which is in another VPC, data (vpc-data)";
  expect(obstacle(apart)).toBe(message);
  expect(obstacle(peer("10.9.0.0/16"))).toBe(message);
  expect(obstacle(peer("10.0.20.0/23"))).toBeUndefined();
});
