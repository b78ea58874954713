import { type AwsAccount, awsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const given = { cidrBlock: "10.0.0.0/16" };

const vpcOf = ({ create }: AwsAccount) =>
  create("aws:ec2/vpc:Vpc", "main", { ...given, assignGeneratedIpv6CidrBlock: true });

/** In every account of these tests the same. */
const { id, state } = vpcOf(awsAccount());

/** Takes IPv6 from a VPC with a subnet. */
const turnOff = (hasBlock: boolean) => (account: AwsAccount) => {
  const vpc = vpcOf(account);
  const block = String(vpc.state.ipv6CidrBlock).replace("/56", "/64");
  account.create("aws:ec2/subnet:Subnet", "a", {
    vpcId: vpc.id,
    cidrBlock: "10.0.0.0/24",
    ...(hasBlock ? { ipv6CidrBlock: block } : {}),
  });
  return account.update(vpc, given);
};

export const cases: RuleCase[] = [
  {
    rule: "vpc-ipv6-in-use",
    refused: turnOff(true),
    message: said(
      `updating EC2 VPC (${id}): disassociating IPv6 CIDR block (${state.ipv6AssociationId})`,
      ["EC2", "DisassociateVpcCidrBlock", "InvalidCidrBlock.InUse"],
      `The vpc ${id} currently has a subnet within CIDR block ${state.ipv6CidrBlock}`,
    ),
    accepted: turnOff(false),
  },
];
