import type { Properties } from "../world/world.ts";
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

const wafv2 = (kind: string): Recipe => ({
  id: ({ uuid }) => uuid(),
  filled: (making) => {
    const scope = making.inputs.scope === "CLOUDFRONT" ? "global" : "regional";
    return {
      arn: making.arn("wafv2", `${scope}/${kind}/${making.text("name")}/${making.id}`),
      lockToken: making.uuid(),
      namePrefix: "",
      ...(kind === "webacl" ? { applicationIntegrationUrl: "", capacity: 0 } : {}),
    };
  },
  updated: ({ uuid }) => ({ lockToken: uuid() }),
});

const tokens = (making: Making): string[] => [1, 2, 3].map(() => making.digits(32));

export const messaging: Recipes = {
  "aws:sns/topic:Topic": {
    id: (making) => making.arn("sns", making.text("name")),
    filled: (making) => ({
      arn: making.id,
      beginningArchiveTime: "",
      namePrefix: "",
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
      filterPolicyScope: "",
      ownerId: account,
      pendingConfirmation: String(inputs.protocol).startsWith("email"),
    }),
  },
  "aws:sqs/queue:Queue": {
    id: ({ account, region, text }) => `https://sqs.${region}.amazonaws.com/${account}/${text("name")}`,
    filled: (making) => ({
      arn: making.arn("sqs", making.text("name")),
      deduplicationScope: "",
      fifoThroughputLimit: "",
      kmsDataKeyReusePeriodSeconds: 300,
      namePrefix: "",
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
      lastFreshStart: "",
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
      verifiedForSendingStatus: false,
    }),
  },
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": {
    id: ({ text }) => text("emailIdentity"),
  },
  "aws:sesv2/emailIdentityFeedbackAttributes:EmailIdentityFeedbackAttributes": {
    id: ({ text }) => text("emailIdentity"),
  },
  "aws:wafv2/webAcl:WebAcl": wafv2("webacl"),
  "aws:wafv2/ruleGroup:RuleGroup": wafv2("rulegroup"),
  "aws:wafv2/ipSet:IpSet": wafv2("ipset"),
  "aws:wafv2/regexPatternSet:RegexPatternSet": wafv2("regexpatternset"),
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    id: ({ text }) => `${text("webAclArn")},${text("resourceArn")}`,
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    id: ({ text }) => text("resourceArn"),
  },
  "aws:lambda/function:Function": {
    id: ({ text }) => text("name"),
    filled: (making) => {
      const arn = making.arn("lambda", `function:${making.id}`);
      const version = making.inputs.publish === true ? "1" : "$LATEST";
      const invoke = (of: string) =>
        `arn:aws:apigateway:${making.region}:lambda:path/2015-03-31/functions/${of}/invocations`;
      return {
        architectures: ["x86_64"],
        arn,
        invokeArn: invoke(arn),
        lastModified: making.world.now(),
        qualifiedArn: `${arn}:${version}`,
        qualifiedInvokeArn: invoke(`${arn}:${version}`),
        responseStreamingInvokeArn: invoke(arn).replace("invocations", "response-streaming-invocations"),
        signingJobArn: "",
        signingProfileVersionArn: "",
        sourceCodeHash: making.digits(44),
        sourceCodeSize: 1024,
        version,
      };
    },
    updated: ({ changed, world }): Properties => (changed.size > 0 ? { lastModified: world.now() } : {}),
    unsettled: {
      code: ["lastModified", "sourceCodeSize", "qualifiedArn", "version"],
    },
  },
  "aws:lambda/permission:Permission": { id: ({ text }) => text("statementId") },
  "aws:lambda/functionUrl:FunctionUrl": {
    id: ({ text }) => text("functionName"),
    filled: (making) => {
      const urlId = making.digits(32);
      return {
        functionArn: making.arn("lambda", `function:${making.id}`),
        functionUrl: `https://${urlId}.lambda-url.${making.region}.on.aws/`,
        urlId,
      };
    },
  },
  "aws:lambda/alias:Alias": {
    id: (making) => making.arn("lambda", `function:${making.text("functionName")}:${making.text("name")}`),
    filled: ({ id, region }) => ({
      arn: id,
      invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${id}/invocations`,
    }),
  },
};
