import type { Making, Recipe, Recipes } from "./recipe.ts";

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

const onQueue: Recipe = { id: ({ text }) => text("queueUrl") };

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
  "aws:sns/topicPolicy:TopicPolicy": {
    id: ({ text }) => text("arn"),
    filled: ({ account }) => ({ owner: account }),
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
  "aws:sqs/queue:Queue": {
    id: ({ account, region, text }) => `https://sqs.${region}.amazonaws.com/${account}/${text("name")}`,
    filled: (making) => ({
      arn: making.arn("sqs", making.text("name")),
      kmsDataKeyReusePeriodSeconds: 300,
      policy: "",
      redriveAllowPolicy: "",
      redrivePolicy: "",
      sqsManagedSseEnabled: making.inputs.kmsMasterKeyId === undefined,
      url: making.id,
    }),
  },
  "aws:sqs/queuePolicy:QueuePolicy": onQueue,
  "aws:sqs/redrivePolicy:RedrivePolicy": onQueue,
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": onQueue,
  "aws:ses/domainIdentity:DomainIdentity": {
    id: ({ text }) => text("domain"),
    filled: (making) => ({
      arn: making.arn("ses", `identity/${making.id}`),
      verificationToken: making.digits(44),
    }),
  },
  "aws:ses/domainDkim:DomainDkim": {
    id: ({ text }) => text("domain"),
    filled: (making) => ({ dkimTokens: tokens(making) }),
  },
  "aws:ses/domainIdentityVerification:DomainIdentityVerification": {
    id: ({ text }) => text("domain"),
    filled: (making) => ({ arn: making.arn("ses", `identity/${making.id}`) }),
  },
  "aws:ses/emailIdentity:EmailIdentity": {
    id: ({ text }) => text("email"),
    filled: (making) => ({ arn: making.arn("ses", `identity/${making.id}`) }),
  },
  "aws:ses/mailFrom:MailFrom": { id: ({ text }) => text("domain") },
  "aws:ses/configurationSet:ConfigurationSet": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.arn("ses", `configuration-set/${making.id}`),
    }),
  },
  "aws:sesv2/configurationSet:ConfigurationSet": {
    id: ({ text }) => text("configurationSetName"),
    filled: (making) => ({
      arn: making.arn("ses", `configuration-set/${making.id}`),
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
  "aws:sesv2/emailIdentityFeedbackAttributes:EmailIdentityFeedbackAttributes": {
    id: ({ text }) => text("emailIdentity"),
  },
};
