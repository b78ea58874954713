import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { setting } from "../../rules/inputs.ts";
import { atMost, oneOf, unless } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const shapes: readonly InputShape[] = [
  {
    name: "log-group-name-shape",
    type: "aws:cloudwatch/logGroup:LogGroup",
    property: "name",
    shapes: [
      atMost(512, "%q cannot be longer than 512 characters: %v"),
      unless(
        /^[0-9A-Za-z_./#-]+$/,
        "%q isn't a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash signs and dots are allowed): %v",
      ),
    ],
    source: `${api}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html`,
  },
  setting(
    "log-group-retention",
    "aws:cloudwatch/logGroup:LogGroup",
    "retentionInDays",
    oneOf([
      0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
      3653,
    ]),
    `${api}/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html`,
  ),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
