import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const type = "aws:lb/targetGroup:TargetGroup";
const network: Properties = { port: 8000, protocol: "HTTP", vpcId: "vpc-1", targetType: "ip" };

const group =
  (inputs: Properties) =>
  ({ create }: AwsAccount) =>
    create(type, "web", { name: "web", ...inputs });

const checked = (healthCheck: Properties) => group({ ...network, healthCheck });

const changed =
  (healthCheck: Properties) =>
  ({ create, update }: AwsAccount) =>
    update(create(type, "web", { name: "web", ...network }), { name: "web", ...network, healthCheck });

const elb = "Elastic Load Balancing v2";
const tooLong = "Health check interval must be greater than the timeout.";
const notCreated = said(
  "creating ELBv2 Target Group (web)",
  [elb, "CreateTargetGroup", "ValidationError"],
  tooLong,
);
const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/e6516c6cd5bd1b50";

const { vpcId: _vpc, ...withoutVpc } = network;
const { port: _port, ...withoutPort } = network;

const needed = (field: string, targetType: string): string =>
  `Invalid Attribute Combination\n\nAttribute "${field}" must be specified when "target_type" is "${targetType}".\ntarget_type`;

export const cases: RuleCase[] = [
  {
    rule: "target-group-needs-network",
    refused: group(withoutVpc),
    message: needed("vpc_id", "ip"),
    accepted: group(network),
  },
  {
    rule: "target-group-needs-network",
    refused: group({ ...withoutPort, targetType: "instance" }),
    message: needed("port", "instance"),
    accepted: group({ targetType: "lambda" }),
  },
  {
    rule: "health-check-times",
    refused: checked({ interval: 10, timeout: 10 }),
    message: notCreated,
    accepted: checked({ interval: 10, timeout: 9 }),
  },
  {
    rule: "health-check-times",
    refused: checked({ interval: 5 }),
    message: notCreated,
    accepted: checked({ interval: 5, timeout: 4 }),
  },
  {
    rule: "health-check-times",
    refused: changed({ timeout: 30 }),
    message: said(
      `modifying ELBv2 Target Group (${arn})`,
      [elb, "ModifyTargetGroup", "ValidationError"],
      tooLong,
    ),
    accepted: changed({ timeout: 29 }),
  },
];
