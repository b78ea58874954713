import type * as pulumi from "@pulumi/pulumi";
import { checkValue, type Problem } from "./errors.ts";

/** Days that CloudWatch can keep logs. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Days that a log is kept. Something must be: 0 is refused, which elsewhere means that nothing is. */
export function checkLogRetention(path: string, days: pulumi.Input<number> | undefined): Problem[] {
  const remedy = `Write one of the values that CloudWatch knows: ${LOG_RETENTION_DAYS.join(", ")}.`;
  return checkValue(path, days, (value) => LOG_RETENTION_DAYS.includes(value), remedy);
}
