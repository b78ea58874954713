import type { Making, Recipes } from "./recipe.ts";

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

const tokens = (making: Making): string[] => [1, 2, 3].map(() => making.digits(32));

export const messaging: Recipes = {
  "aws:sns/topic:Topic": {
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
  "aws:sns/topicSubscription:TopicSubscription": {
    id: (making) => `${making.text("topic")}:${making.uuid()}`,
    filled: ({ id, account, inputs }) => ({
      arn: id,
      confirmationWasAuthenticated: true,
      ownerId: account,
      pendingConfirmation: String(inputs.protocol).startsWith("email"),
    }),
  },
  "aws:sesv2/emailIdentity:EmailIdentity": {
    id: ({ text }) => text("emailIdentity"),
    filled: (making) => ({
      arn: making.arn("ses", `identity/${making.id}`),
      dkimSigningAttributes: {
        currentSigningKeyLength: "RSA_2048_BIT",
        lastKeyGenerationTimestamp: making.world.now(),
        nextSigningKeyLength: "RSA_2048_BIT",
        signingAttributesOrigin: "AWS_SES",
        status: "PENDING",
        tokens: tokens(making),
      },
      identityType: making.id.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
      verificationStatus: "PENDING",
    }),
  },
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": {
    id: ({ text }) => text("emailIdentity"),
  },
};
