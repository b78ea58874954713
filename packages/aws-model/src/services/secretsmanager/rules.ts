import { bytes } from "../../rules/bytes.ts";
import type { Rule } from "../../rules/rule.ts";
import { isSame, twin } from "../../rules/twin.ts";
import { text } from "../../world/reading.ts";

const api = "https://docs.aws.amazon.com";

const secretsManager = { service: "Secrets Manager", operation: "CreateSecret" };

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  {
    name: "secret-size",
    source: `${api}/secretsmanager/latest/userguide/reference_limits.html`,
    applies: { types: ["aws:secretsmanager/secretVersion:SecretVersion"], on: ["create", "update"] },
    check: ({ inputs }) =>
      Math.max(bytes(text(inputs.secretString)), Buffer.from(text(inputs.secretBinary), "base64").length) >
      65_536
        ? {
            doing: `putting Secrets Manager Secret (${inputs.secretId}) value`,
            answer: {
              service: "Secrets Manager",
              operation: "PutSecretValue",
              code: "ValidationException",
            },
            message: `1 validation error detected: Value at '${text(inputs.secretString) === "" ? "secretBinary" : "secretString"}' failed to satisfy constraint: Member must have length less than or equal to 65536`,
          }
        : undefined,
  },
  {
    name: "secret-name",
    source: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html",
    applies: { types: ["aws:secretsmanager/secret:Secret"], on: ["create"] },
    check: (change) => {
      const { inputs, region, world } = change;
      const doing = `creating Secrets Manager Secret (${inputs.name})`;
      if (twin(change, ["name"])) {
        return {
          doing,
          answer: { ...secretsManager, code: "ResourceExistsException" },
          message: `The operation failed because the secret ${inputs.name} already exists.`,
        };
      }
      const isDeleted = world
        .remains("secret")
        .some(({ state }) => isSame(state.name, inputs.name) && state.region === region);
      if (!isDeleted) return undefined;
      return {
        doing,
        answer: { ...secretsManager, code: "InvalidRequestException" },
        message:
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
      };
    },
  },
];
