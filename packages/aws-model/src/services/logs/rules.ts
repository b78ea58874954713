import { type AwsShape, asRule } from "../../rules/awsShape.ts";
import type { Rule } from "../../rules/rule.ts";
import { when } from "../../rules/shapes.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";

const api = "https://docs.aws.amazon.com";

const shapes: readonly AwsShape[] = [
  {
    name: "log-group-name-reserved",
    type: "aws:cloudwatch/logGroup:LogGroup",
    property: "name",
    thing: "CloudWatch Logs Log Group",
    answer: {
      service: "CloudWatch Logs",
      operation: "CreateLogGroup",
      code: "InvalidParameterException",
    },
    shapes: () => [when(/^aws\//i, "Log groups starting with AWS/ are reserved for AWS.")],
    source: `${api}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html`,
  },
];

const uniqueNames: readonly UniqueName[] = [
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    by: ["name"],
    thing: "CloudWatch Logs Log Group",
    service: "CloudWatch Logs",
    operation: "CreateLogGroup",
    code: "ResourceAlreadyExistsException",
    message: () => "The specified log group already exists",
    reference: `${api}/AmazonCloudWatchLogs/latest/APIReference`,
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [...shapes.map(asRule), ...uniqueNames.map(uniqueNameRule)];
