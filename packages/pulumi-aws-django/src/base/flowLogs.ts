import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyJson, trustPolicyJson } from "../shared/iam.ts";
import { autonameBase } from "../shared/names.ts";
import type { FlowLogsArgs } from "./args.ts";
import type { BaseContext } from "./context.ts";
import type { Network } from "./network.ts";

/** A record of all connections in the VPC, in CloudWatch Logs. */
export function makeFlowLogs(
  args: FlowLogsArgs,
  { vpcId }: Network,
  { base: name, accountId, kmsKeyArn, opts }: BaseContext,
): void {
  const partName = `${name}-flow-logs`;
  const logGroup = new aws.cloudwatch.LogGroup(
    partName,
    { retentionInDays: args.retentionDays ?? 30, kmsKeyId: kmsKeyArn },
    opts,
  );
  // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html, without the right to make log groups.
  const role = new aws.iam.Role(
    autonameBase(partName, 64),
    {
      description: `Writes the flow logs of ${name}`,
      assumeRolePolicy: trustPolicyJson("vpc-flow-logs.amazonaws.com", { accountId }),
    },
    opts,
  );
  const policy = new aws.iam.RolePolicy(
    autonameBase(partName, 128),
    {
      role: role.name,
      policy: policyJson([
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: [logGroup.arn, pulumi.interpolate`${logGroup.arn}:*`],
        },
      ]),
    },
    opts,
  );
  new aws.ec2.FlowLog(
    partName,
    {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
    },
    { ...opts, dependsOn: [policy] },
  );
}
