import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const group =
  (direction: "ingress" | "egress", rule: Properties) =>
  ({ create }: AwsAccount) =>
    create("aws:ec2/securityGroup:SecurityGroup", "web", {
      name: "web",
      [direction]: [{ cidrBlocks: ["10.0.0.0/16"], ...rule }],
    });

const single =
  (kind: "Ingress" | "Egress", fromPort: number, toPort: number) =>
  ({ create }: AwsAccount) =>
    create(`aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`, "web", {
      securityGroupId: "sg-1",
      cidrIpv4: "10.0.0.0/16",
      ipProtocol: "tcp",
      fromPort,
      toPort,
    });

const range = (fromPort: number, toPort: number, protocol = "tcp"): Properties => ({
  protocol,
  fromPort,
  toPort,
});

const backwards = (doing: string, kind: string, ports: string): string =>
  said(
    doing,
    ["EC2", `AuthorizeSecurityGroup${kind}`, "InvalidParameterValue"],
    `Invalid TCP/UDP port range (${ports})`,
  );

export const cases: RuleCase[] = [
  {
    rule: "security-group-rule-all-ports",
    refused: group("egress", range(0, 65535, "-1")),
    message: `updating Security Group (web) egress rules: updating rules: from_port (0) and to_port (65535) must both be 0 to use the 'ALL' "-1" protocol!`,
    accepted: group("egress", range(0, 0, "-1")),
  },
  {
    rule: "security-group-rule-port-range",
    refused: group("ingress", range(443, 80)),
    message: backwards(
      "updating Security Group (web) ingress rules: authorizing Security Group (ingress) rules",
      "Ingress",
      "443:80",
    ),
    accepted: group("ingress", range(80, 443)),
  },
  {
    rule: "security-group-rule-port-range",
    refused: single("Egress", 443, 80),
    message: backwards("creating VPC Security Group Egress Rule", "Egress", "443:80"),
    accepted: single("Egress", 443, 443),
  },
];
