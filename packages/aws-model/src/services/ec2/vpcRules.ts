import type { Rule } from "../../rules/rule.ts";
import { text } from "../../world/reading.ts";

export const vpcIpv6Rules: readonly Rule[] = [
  {
    name: "vpc-ipv6-in-use",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-working-with-ipv6.html",
    applies: { types: ["aws:ec2/vpc:Vpc"], on: ["update"] },
    check: ({ id, inputs, state, world }) => {
      const block = text(state.ipv6CidrBlock);
      const isKept =
        inputs.assignGeneratedIpv6CidrBlock === true || inputs.ipv6IpamPoolId !== undefined || block === "";
      const isUsed = world
        .resources("aws:ec2/subnet:Subnet")
        .some((subnet) => subnet.state.vpcId === id && text(subnet.state.ipv6CidrBlock) !== "");
      if (isKept || !isUsed) return undefined;
      return {
        doing: `updating EC2 VPC (${id}): disassociating IPv6 CIDR block (${state.ipv6AssociationId})`,
        answer: { service: "EC2", operation: "DisassociateVpcCidrBlock", code: "InvalidCidrBlock.InUse" },
        message: `The vpc ${id} currently has a subnet within CIDR block ${block}`,
      };
    },
  },
];
