import type { SmallNetwork } from "../../../network/smallNetwork.ts";
import type { NetworkCase } from "./networkCase.ts";
import { noEndpoint, noRoute, secretRule } from "./wayOutSupport.ts";

const inPublicSubnets = ({ change }: SmallNetwork, assignPublicIp: boolean) =>
  change("service-web", {
    networkConfiguration: {
      subnets: ["subnet-public-a", "subnet-public-b"],
      securityGroups: ["sg-tasks"],
      assignPublicIp,
    },
  });

const noWay = (why: string) =>
  `Subnet private-a (subnet-private-a) has no way to the internet by route 0.0.0.0/0 of route table private-a (rtb-private-a): ${why}`;

/** Ways to the internet, and what is wrong with them. */
export const internetCases: readonly NetworkCase[] = [
  secretRule(
    "a subnet without a route",
    ({ remove }) => remove("r-private-a"),
    noRoute + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "a route to a NAT gateway that is gone",
    ({ remove }) => remove("nat-main"),
    noWay("it is a blackhole, there is no NAT gateway nat-main") + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "a private NAT gateway",
    ({ change }) => change("nat-main", { connectivityType: "private", allocationId: "" }),
    noWay("NAT gateway main (nat-main) is private, without a way out") + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "a NAT gateway in a private subnet",
    ({ change }) => change("nat-main", { subnetId: "subnet-data-a" }),
    noWay(
      "NAT gateway main (nat-main) is cut off. Subnet data-a (subnet-data-a) has no route to the internet: route table data-a (rtb-data-a) has none for 0.0.0.0/0",
    ) + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "a NAT gateway in the subnet that it serves",
    ({ change }) => change("nat-main", { subnetId: "subnet-private-a" }),
    noWay(
      `NAT gateway main (nat-main) is cut off. ${noWay("it leads to another NAT gateway, not to an internet gateway")}`,
    ) + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "an internet gateway that is not attached",
    ({ change }) => change("igw-main", { vpcId: "" }),
    noWay(
      "NAT gateway main (nat-main) is cut off. Subnet public-a (subnet-public-a) has no way to the internet by route 0.0.0.0/0 of route table public-a (rtb-public-a): internet gateway main (igw-main) is not attached to VPC main (vpc-main)",
    ) + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "a public subnet without public addresses",
    (network) => inPublicSubnets(network, false),
    `Subnet public-a (subnet-public-a) has no way to the internet by route 0.0.0.0/0 of route table public-a (rtb-public-a): internet gateway main (igw-main) takes public addresses only, and assignPublicIp is off${noEndpoint("secretsmanager")}`,
  ),
  secretRule(
    "a group that lets HTTPS out to one network only",
    (network) => {
      network.disallow("sg-tasks", "egress", 443, "0.0.0.0/0");
      network.allow("sg-tasks", "egress", 443, "203.0.113.0/24");
    },
    `Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("secretsmanager")}`,
  ),
  secretRule(
    "groups without HTTPS out",
    (network) => {
      network.disallow("sg-tasks", "egress", 443, "0.0.0.0/0");
      network.change("service-web", {
        networkConfiguration: {
          subnets: ["subnet-private-a"],
          securityGroups: ["sg-tasks", "sg-cache"],
          assignPublicIp: false,
        },
      });
    },
    `None of the security groups tasks (sg-tasks), cache (sg-cache) has an egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("secretsmanager")}`,
  ),
  secretRule("public addresses in public subnets", (network) => inPublicSubnets(network, true)),
  secretRule(
    "the VPC's main table without it",
    ({ remove }) => remove("rtbassoc-private-a"),
    `Subnet private-a (subnet-private-a) has no route to the internet: route table main (rtb-main) has none for 0.0.0.0/0${noEndpoint("secretsmanager")}`,
  ),
  secretRule("a VPN that announces its routes", ({ remove, change }) => {
    remove("r-private-a");
    change("rtb-private-a", { propagatingVgws: ["vgw-1"] });
  }),
  secretRule("a transit gateway", ({ change }) =>
    change("r-private-a", { natGatewayId: "", transitGatewayId: "tgw-1" }),
  ),
  secretRule("a table that no stack has made", ({ change }) =>
    change("rtbassoc-private-a", { routeTableId: "rtb-elsewhere" }),
  ),
  secretRule("a NAT gateway for a whole region", ({ change }) =>
    change("nat-main", { availabilityMode: "regional", subnetId: "", allocationId: "" }),
  ),
  secretRule("a VPC that no stack has made", ({ remove, disallow }) => {
    for (const id of ["vpc-main", "nat-main", "igw-main"]) remove(id);
    disallow("sg-tasks", "egress", 443, "0.0.0.0/0");
  }),
];
