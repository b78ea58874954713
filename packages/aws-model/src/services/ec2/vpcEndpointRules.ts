import { networkOf, vpcOf } from "../../network/network.ts";
import type { Refusal, Rule } from "../../rules/rule.ts";
import { twin } from "../../rules/twin.ts";
import { text, texts } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";
import { zonesOf } from "./gateways.ts";

const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";

const refused = ({ serviceName }: Properties, code: string, message: string): Refusal => ({
  doing: `creating EC2 VPC Endpoint (${serviceName})`,
  answer: { service: "EC2", operation: "CreateVpcEndpoint", code },
  message,
});

/** Names of some services that differ from their endpoints' names. */
const misnamed = [
  "cloudwatch",
  "cloudwatch-logs",
  "ecr",
  "parameterstore",
  "secretmanager",
  "secrets-manager",
];

/** What endpoints of VPCs need, and what two of them can't share. */
export const vpcEndpointRules: readonly Rule[] = [
  {
    name: "endpoint-service-exists",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
    applies: { types: [endpoint], on: ["create"] },
    check: ({ inputs, region }) => {
      const name = text(inputs.serviceName);
      const [, home, service = ""] = /^com\.amazonaws\.([a-z]{2}(?:-[a-z]+)+-\d)\.(.+)$/.exec(name) ?? [];
      const isHere = home === (text(inputs.serviceRegion) || region);
      if (home === undefined || (isHere && !misnamed.includes(service))) return undefined;
      return refused(inputs, "InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`);
    },
  },
  {
    name: "endpoint-needs-dns",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html",
    applies: { types: [endpoint], on: ["create"] },
    check: ({ inputs, world }) => {
      const vpc = vpcOf(networkOf(world), text(inputs.vpcId));
      const isNamed = inputs.vpcEndpointType === "Interface" && inputs.privateDnsEnabled === true;
      if (!vpc || !isNamed || (vpc.dnsSupport && vpc.dnsHostnames)) return undefined;
      return refused(
        inputs,
        "InvalidParameter",
        `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
      );
    },
  },
  {
    name: "endpoint-one-subnet-a-zone",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
    applies: { types: [endpoint], on: ["create"] },
    check: ({ inputs, world }) => {
      const ids = texts(inputs.subnetIds);
      const zones = zonesOf(world, ids) ?? [];
      const again = ids.find((_, index) => zones.slice(0, index).some((zone) => zone === zones[index]));
      return again === undefined
        ? undefined
        : refused(
            inputs,
            "DuplicateSubnetsInSameZone",
            `Found another VPC endpoint subnet in the availability zone of ${again}`,
          );
    },
  },
  {
    name: "gateway-endpoint-route",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html",
    applies: { types: [endpoint], on: ["create"] },
    check: (change) => {
      const other = change.inputs.vpcEndpointType === "Gateway" && twin(change, ["serviceName", "vpcId"]);
      const tables = texts(change.inputs.routeTableIds);
      const shared = other
        ? texts(other.state.routeTableIds).find((table) => tables.includes(table))
        : undefined;
      return other && shared !== undefined
        ? refused(
            change.inputs,
            "RouteAlreadyExists",
            `route table ${shared} already has a route with destination-prefix-list-id ${other.state.prefixListId}`,
          )
        : undefined;
    },
  },
  {
    name: "private-dns-of-endpoint",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html",
    applies: { types: [endpoint], on: ["create"] },
    check: (change) => {
      if (change.inputs.privateDnsEnabled !== true) return undefined;
      if (!twin(change, ["serviceName", "vpcId", "privateDnsEnabled"])) return undefined;
      const domain = text(change.inputs.serviceName).split(".").toReversed();
      const host = `${domain.slice(0, -3).join(".")}.${domain.at(-3)}.amazonaws.com`;
      return refused(
        change.inputs,
        "InvalidParameter",
        `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${host} in the VPC ${change.inputs.vpcId}`,
      );
    },
  },
];
