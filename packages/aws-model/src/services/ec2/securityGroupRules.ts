import { type Direction, type Permission, permissionsIn } from "../../network/securityGroups.ts";
import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { records, text } from "../../world/reading.ts";

const groupType = "aws:ec2/securityGroup:SecurityGroup";
const ruleTypes = {
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
} as const;

const directions = ["ingress", "egress"] as const;

/** What the provider was about to do with a group's own rules. */
const changing = ({ id, inputs }: Change, direction: Direction): string =>
  `updating Security Group (${id ?? inputs.name}) ${direction} rules`;

const authorize = (direction: Direction): string =>
  `AuthorizeSecurityGroup${direction === "ingress" ? "Ingress" : "Egress"}`;

const isBackwards = ({ protocol, from, to }: Permission): boolean =>
  ["tcp", "udp"].includes(protocol) && from > to;

function backwards(change: Change, direction: Direction): Refusal | undefined {
  const { type, inputs } = change;
  const wrong = permissionsIn(type, inputs, direction, "").find(isBackwards);
  if (!wrong) return undefined;
  const kind = direction === "ingress" ? "Ingress" : "Egress";
  return {
    doing:
      type === groupType
        ? `${changing(change, direction)}: authorizing Security Group (${direction}) rules`
        : `creating VPC Security Group ${kind} Rule`,
    answer: { service: "EC2", operation: authorize(direction), code: "InvalidParameterValue" },
    message: `Invalid TCP/UDP port range (${wrong.from}:${wrong.to})`,
  };
}

/** What is wrong with single rules of a security group. */
export const securityGroupRuleRules: readonly Rule[] = [
  {
    name: "security-group-rule-all-ports",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html",
    applies: { types: [groupType], on: ["create", "update"] },
    // The provider doesn't ask AWS, which would accept all ports.
    check: (change) => {
      for (const direction of directions) {
        const wrong = records(change.inputs[direction]).find(
          ({ protocol, fromPort, toPort }) =>
            ["-1", "all"].includes(text(protocol)) && (Number(fromPort) !== 0 || Number(toPort) !== 0),
        );
        if (wrong)
          return {
            doing: `${changing(change, direction)}: updating rules`,
            message: `from_port (${wrong.fromPort}) and to_port (${wrong.toPort}) must both be 0 to use the 'ALL' "-1" protocol!`,
          };
      }
      return undefined;
    },
  },
  {
    name: "security-group-rule-port-range",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html",
    applies: { types: [groupType, ...Object.values(ruleTypes)], on: ["create", "update"] },
    check: (change) =>
      directions.map((direction) => backwards(change, direction)).find((refusal) => refusal !== undefined),
  },
];
