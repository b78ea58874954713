import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { setting } from "../../rules/inputs.ts";
import { anyBlock, between, matchesNot, networkBlock } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const shapes: readonly InputShape[] = [
  {
    name: "security-group-name-shape",
    type: "aws:ec2/securityGroup:SecurityGroup",
    property: "name",
    shapes: [between(0, 255), matchesNot(/^sg-/, "cannot begin with sg-")],
    source: `${api}/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html`,
  },
  {
    name: "security-group-description-length",
    type: "aws:ec2/securityGroup:SecurityGroup",
    property: "description",
    shapes: [between(0, 255)],
    source: `${api}/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html`,
  },
  setting(
    "vpc-block",
    "aws:ec2/vpc:Vpc",
    "cidrBlock",
    networkBlock(16, 28),
    `${api}/vpc/latest/userguide/vpc-cidr-blocks.html`,
  ),
  setting(
    "subnet-block",
    "aws:ec2/subnet:Subnet",
    "cidrBlock",
    anyBlock("IPv4 CIDR block"),
    `${api}/vpc/latest/userguide/subnet-sizing.html`,
  ),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
