import { type AwsShape, asRule } from "../../rules/awsShape.ts";
import { creating } from "../../rules/bytes.ts";
import type { Rule } from "../../rules/rule.ts";
import { atMost, unless, when } from "../../rules/shapes.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";
import { parameterValue } from "../../world/parameters.ts";
import { text } from "../../world/reading.ts";

const api = "https://docs.aws.amazon.com";

/** Characters of a parameter's value, by tier. */
const parameterSizes = { standard: 4096, advanced: 8192 };

const shapes: readonly AwsShape[] = [
  {
    name: "ssm-parameter-name-shape",
    type: "aws:ssm/parameter:Parameter",
    property: "name",
    thing: "SSM Parameter",
    answer: { service: "SSM", operation: "PutParameter", code: "ValidationException" },
    shapes: () => [
      unless(
        /^(?!\/?(aws|ssm)|.*\/\/)[0-9A-Za-z_./-]+$/i,
        'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
      ),
      when(/^[^/].*\//, "Parameter name must be a fully qualified name."),
      atMost(1011, "Parameter name must not be longer than 1011 characters."),
      when(/^(\/[^/]*){16}/, "The parameter name has more than 15 levels of hierarchy."),
    ],
    source: `${api}/systems-manager/latest/APIReference/API_PutParameter.html`,
  },
];

const uniqueNames: readonly UniqueName[] = [
  {
    type: "aws:ssm/parameter:Parameter",
    by: ["name"],
    thing: "SSM Parameter",
    service: "SSM",
    operation: "PutParameter",
    code: "ParameterAlreadyExists",
    message: () =>
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    reference: `${api}/systems-manager/latest/APIReference`,
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  ...shapes.map(asRule),
  {
    name: "ssm-parameter-size",
    source: `${api}/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    applies: { types: ["aws:ssm/parameter:Parameter"], on: ["create", "update"] },
    check: (change) => {
      const { tier, name } = change.inputs;
      const { length } = parameterValue(change.inputs);
      const isStandard = text(tier || "Standard") === "Standard";
      if (length <= (isStandard ? parameterSizes.standard : parameterSizes.advanced)) return undefined;
      return {
        doing: creating(change, "SSM Parameter", name),
        answer: { service: "SSM", operation: "PutParameter", code: "ValidationException" },
        message: isStandard
          ? `Standard tier parameters support a maximum parameter value of ${parameterSizes.standard} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`
          : `Advanced tier parameters support a maximum parameter value of ${parameterSizes.advanced} characters.`,
      };
    },
  },
  ...uniqueNames.map(uniqueNameRule),
];
