import { byUse, LOGS_BY_USE } from "../../descriptor/price.ts";
import type { ResourceType } from "../../descriptor/resourceType.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { withoutArn } from "./recipes.ts";

/** The fields of a flow log record, in AWS's default order. */
const flowLogFormat = [
  "version",
  "account-id",
  "interface-id",
  "srcaddr",
  "dstaddr",
  "srcport",
  "dstport",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "action",
  "log-status",
]
  .map((field) => `\${${field}}`)
  .join(" ");

export const FlowLog: ResourceType = {
  recipe: withoutArn(
    (making) => making.ec2Id("fl"),
    (making) => ({
      arn: making.arn("ec2", `vpc-flow-log/${making.id}`),
      logFormat: flowLogFormat,
    }),
  ),
  defaults: { logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600 },
  times: ONE_CALL,
  price: byUse(LOGS_BY_USE),
};
