import type { Properties } from "../world/world.ts";
import type { Recipes } from "./recipe.ts";

/** An SSM parameter's ARN has one slash between `parameter` and the name. */
const parameterPath = (name: string): string => `parameter/${name.replace(/^\//, "")}`;

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The six characters that Secrets Manager appends to the name of every secret. */
const suffix = (digits: string): string =>
  Array.from(
    { length: 6 },
    (_, i) => alphabet[Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16) % alphabet.length],
  ).join("");

/** What the provider changes without writing the parameter anew. */
const besides = new Set(["overwrite", "tags", "tagsAll"]);

export const secrets: Recipes = {
  "aws:secretsmanager/secret:Secret": {
    id: (making) =>
      making.arn("secretsmanager", `secret:${making.text("name")}-${suffix(making.digits(12))}`),
    filled: ({ id }) => ({ arn: id }),
    remains: ({ id, state }) =>
      Number(state.recoveryWindowInDays ?? 30) === 0
        ? undefined
        : { kind: "secret", id, state: { ...state, status: "scheduled for deletion" } },
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    id: ({ text, uuid }) => `${text("secretId")}|${uuid()}`,
    filled: ({ id, text }) => ({
      arn: text("secretId"),
      secretArn: text("secretId"),
      versionId: id.split("|").pop() ?? "",
      versionStages: ["AWSCURRENT"],
    }),
  },
  "aws:ssm/parameter:Parameter": {
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
};
