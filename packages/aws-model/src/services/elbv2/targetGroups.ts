import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { record, text } from "../../world/reading.ts";

const elb = "https://docs.aws.amazon.com/elasticloadbalancing/latest";
const types = ["aws:lb/targetGroup:TargetGroup"];

/** Seconds that a health check waits for an answer by default, by protocol. */
const defaultTimeout = (protocol: string): number => (/^HTTPS?$/.test(protocol) ? 5 : 10);

const refused = ({ action, id, inputs }: Change, message: string): Refusal => ({
  doing:
    action === "create"
      ? `creating ELBv2 Target Group (${inputs.name})`
      : `modifying ELBv2 Target Group (${id})`,
  answer: {
    service: "Elastic Load Balancing v2",
    operation: action === "create" ? "CreateTargetGroup" : "ModifyTargetGroup",
    code: "ValidationError",
  },
  message,
});

export const targetGroupRules: readonly Rule[] = [
  {
    name: "target-group-needs-network",
    source: `${elb}/APIReference/API_CreateTargetGroup.html`,
    applies: { types, on: ["create"] },
    // The provider doesn't ask AWS.
    check: ({ inputs }) => {
      const targetType = text(inputs.targetType) || "instance";
      if (targetType === "lambda") return undefined;
      const missing = (
        [
          ["port", "port"],
          ["protocol", "protocol"],
          ["vpcId", "vpc_id"],
        ] as const
      ).find(([property]) => inputs[property] === undefined);
      return (
        missing && {
          message: `Invalid Attribute Combination\n\nAttribute "${missing[1]}" must be specified when "target_type" is "${targetType}".\ntarget_type`,
        }
      );
    },
  },
  {
    name: "health-check-times",
    source: `${elb}/application/target-group-health-checks.html`,
    applies: { types, on: ["create", "update"] },
    check: (change) => {
      const check = record(change.inputs.healthCheck);
      const isLambda = change.inputs.targetType === "lambda";
      const timeout = Number(
        check.timeout ?? (isLambda ? 30 : defaultTimeout(text(change.inputs.protocol) || "HTTP")),
      );
      const interval = Number(check.interval ?? (isLambda ? 35 : 30));
      return interval > timeout
        ? undefined
        : refused(change, "Health check interval must be greater than the timeout.");
    },
  },
];
