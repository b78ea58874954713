import { byUse, FREE } from "../../descriptor/price.ts";
import type { Making } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { inputRules } from "./inputs.ts";

/** A topic and a queue start with a policy that lets their owner do everything. */
const ownerPolicy = (making: Making, arn: string, service: string): string =>
  JSON.stringify({
    Id: "__default_policy_ID",
    Statement: [
      {
        Action: `${service}:*`,
        Effect: "Allow",
        Principal: { AWS: making.globalArn("iam", "root") },
        Resource: arn,
        Sid: "__default_statement_ID",
      },
    ],
    Version: "2008-10-17",
  });

/** Topics and who is subscribed to them. */
export const sns: Service = {
  name: "SNS",
  types: {
    "aws:sns/topic:Topic": {
      recipe: {
        id: (making) => making.arn("sns", making.text("name")),
        filled: (making) => ({
          arn: making.id,
          beginningArchiveTime: "",
          owner: making.account,
          policy: ownerPolicy(making, making.id, "SNS"),
          signatureVersion: 0,
          tracingConfig: "",
        }),
      },
      autoname: {
        property: "name",
        maxLength: 80,
        suffixIf: { input: "fifoTopic", suffix: ".fifo" },
      },
      times: ONE_CALL,
      price: byUse("free up to 1000 mails a month"),
    },
    "aws:sns/topicSubscription:TopicSubscription": {
      recipe: {
        id: (making) => `${making.text("topic")}:${making.uuid()}`,
        filled: ({ id, account, inputs }) => ({
          arn: id,
          confirmationWasAuthenticated: true,
          ownerId: account,
          pendingConfirmation: String(inputs.protocol).startsWith("email"),
        }),
      },
      defaults: { confirmationTimeoutInMinutes: 1 },
      times: ONE_CALL,
      price: FREE,
    },
  },
  rules: {
    preview: { inputs: inputRules },
  },
};
