import type { Service } from "../../descriptor/service.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { prices } from "../../facts/prices.ts";
import { parameterValue } from "../../world/parameters.ts";
import type { Properties } from "../../world/world.ts";
import { inputRules } from "./inputs.ts";
import { rules } from "./rules.ts";

/** An SSM parameter's ARN has one slash between `parameter` and the name. */
const parameterPath = (name: string): string => `parameter/${name.replace(/^\//, "")}`;

/** What the provider changes without writing the parameter again. */
const besides = new Set(["overwrite", "tags", "tagsAll"]);

/** The longest parameter that is free, in bytes. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const STANDARD_PARAMETER = 4096;

/** Parameters. */
export const ssm: Service = {
  name: "SSM",
  types: {
    "aws:ssm/parameter:Parameter": {
      recipe: {
        id: ({ text }) => text("name"),
        filled: (making): Properties => ({
          arn: making.arn("ssm", parameterPath(making.id)),
          dataType: "text",
          keyId: making.inputs.type === "SecureString" ? "alias/aws/ssm" : "",
          tier: "Standard",
          version: 1,
        }),
        updated: ({ before, changed }): Properties =>
          [...changed].every((name) => besides.has(name)) ? {} : { version: Number(before.version) + 1 },
        unsettled: { value: ["version", "insecureValue"], insecureValue: ["version", "value"] },
      },
      replacesIf: {
        tier: ({ old, after }) => old === "Advanced" && after === "Standard",
      },
      times: ONE_CALL,
      price: (inputs) => {
        const isAdvanced =
          inputs.tier === "Advanced" || Buffer.byteLength(parameterValue(inputs)) > STANDARD_PARAMETER;
        return {
          parts: isAdvanced ? [{ what: "advanced parameter", usd: prices.advancedParameterMonth.usd }] : [],
        };
      },
      words: { create: "PutParameter", remove: "DeleteParameter" },
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { rules },
  },
};
