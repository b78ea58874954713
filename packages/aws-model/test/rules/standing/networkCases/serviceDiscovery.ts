import { containers, definitionArn, type SmallNetwork } from "../../../network/smallNetwork.ts";
import type { NetworkCase } from "./networkCase.ts";

/** Makes the service known as `web.shop.internal` in the VPC, and tells its own tasks of it. */
const discover = ({ add, change }: SmallNetwork, value: string, vpc = "vpc-main") => {
  add("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "ns-shop", {
    name: "shop.internal",
    vpc,
  });
  add("aws:servicediscovery/service:Service", "srv-web", {
    arn: "arn:srv-web",
    name: "web",
    dnsConfig: { namespaceId: "ns-shop" },
  });
  change("service-web", { serviceRegistries: { registryArn: "arn:srv-web" } });
  change(definitionArn, {
    containerDefinitions: JSON.stringify([
      { ...containers[0], environment: [{ name: "NUXT_API_BASE", value }] },
    ]),
  });
};

const noRule = (port: number) =>
  `connect ETIMEDOUT web.shop.internal:${port}. Security group tasks (sg-tasks) has no egress rule for TCP ${port} to security group tasks (sg-tasks) or 10.0.10.0/24.`;

const rule = "task-reaches-neighbour";

export const neighbourCases: readonly NetworkCase[] = [
  {
    rule,
    what: "tasks that may not connect to each other",
    change: (network) => discover(network, "http://web.shop.internal:8000/api"),
    message: noRule(8000),
  },
  {
    rule,
    what: "tasks that may",
    change: (network) => {
      discover(network, "http://web.shop.internal:8000/api");
      network.allow("sg-tasks", "egress", 8000, "sg-tasks");
      network.allow("sg-tasks", "ingress", 8000, "sg-tasks");
    },
  },
  {
    rule,
    what: "a host with its port only",
    change: (network) => discover(network, "web.shop.internal:8000"),
    message: noRule(8000),
  },
  {
    rule,
    what: "a URL without a port",
    change: (network) => discover(network, "http://web.shop.internal"),
    message: noRule(80),
  },
  // As in DJANGO_ALLOWED_HOSTS.
  {
    rule,
    what: "the name alone",
    change: (network) => discover(network, "shop.example.com,web.shop.internal"),
  },
  {
    rule,
    what: "another name",
    change: (network) => discover(network, "http://other-web.shop.internal:8000"),
  },
  {
    rule,
    what: "a namespace of another VPC",
    change: (network) => {
      network.add("aws:ec2/vpc:Vpc", "vpc-other", { cidrBlock: "10.9.0.0/16" });
      discover(network, "http://web.shop.internal:8000", "vpc-other");
    },
    message: "getaddrinfo ENOTFOUND web.shop.internal. The namespace is not resolved in VPC main (vpc-main).",
  },
  {
    rule,
    what: "a VPC without DNS",
    change: (network) => {
      discover(network, "http://web.shop.internal:8000");
      network.change("vpc-main", { enableDnsSupport: false });
    },
    message:
      "getaddrinfo ENOTFOUND web.shop.internal. VPC main (vpc-main) resolves no names: its enableDnsSupport is off.",
  },
];
