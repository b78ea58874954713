import { FREE } from "../../descriptor/price.ts";
import type { Service } from "../../descriptor/service.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { prices } from "../../facts/prices.ts";
import { inputRules } from "./inputs.ts";
import { rules } from "./rules.ts";

/** The six characters that Secrets Manager appends to the name of every secret. */
const suffix = (digits: string): string =>
  Array.from(
    { length: 6 },
    (_, i) => alphabet[Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16) % alphabet.length],
  ).join("");

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The content of the world that says when a secret got its value, by its ARN. */
export const SECRET_CHANGE = "secret change";

/** Secrets and their versions. */
export const secretsmanager: Service = {
  name: "Secrets Manager",
  types: {
    "aws:secretsmanager/secret:Secret": {
      recipe: {
        id: (making) =>
          making.arn("secretsmanager", `secret:${making.text("name")}-${suffix(making.digits(12))}`),
        filled: ({ id }) => ({ arn: id }),
        remains: ({ id, state }) =>
          Number(state.recoveryWindowInDays ?? 30) === 0
            ? undefined
            : { kind: "secret", id, state: { ...state, status: "scheduled for deletion" } },
      },
      defaults: { recoveryWindowInDays: 30 },
      keptBlocks: ["replicas"],
      times: ONE_CALL,
      price: () => ({
        parts: [{ what: "secret", usd: prices.secretMonth.usd }],
        byUse: "0.05 USD for 10,000 reads",
      }),
    },
    "aws:secretsmanager/secretVersion:SecretVersion": {
      recipe: {
        id: ({ text, uuid }) => `${text("secretId")}|${uuid()}`,
        filled: ({ id, text, world }) => {
          const secret = text("secretId");
          world.keep({ kind: SECRET_CHANGE, key: secret, value: world.now() });
          return {
            arn: secret,
            secretArn: secret,
            versionId: id.split("|").pop() ?? "",
            versionStages: ["AWSCURRENT"],
          };
        },
      },
      harmlessTwice: true,
      times: ONE_CALL,
      price: FREE,
      words: { create: "PutSecretValue", remove: "UpdateSecretVersionStage" },
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { rules },
  },
};
