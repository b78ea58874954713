import { parameterValue } from "../world/parameters.ts";
import { records, text, texts } from "../world/reading.ts";
import type { Change, Refusal, Rule } from "./rule.ts";

const api = "https://docs.aws.amazon.com";

const bytes = (value: string): number => Buffer.byteLength(value, "utf8");

/** IAM doesn't count the white space of a policy. */
const policyLength = (policy: string): number => policy.replaceAll(/\s/g, "").length;

const creating = (change: Change, thing: string, name: unknown): string =>
  `${change.action === "create" ? "creating" : "updating"} ${thing} (${name})`;

const iam = (operation: string, message: string): Omit<Refusal, "doing"> => ({
  answer: { service: "IAM", operation, status: 409, code: "LimitExceeded" },
  message,
});

/** Characters of a parameter's value, by tier. */
const parameterSizes = { standard: 4096, advanced: 8192 };

/** How much of something AWS takes. */
export const sizeRules: readonly Rule[] = [
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
    name: "task-definition-size",
    source: `${api}/AmazonECS/latest/developerguide/service-quotas.html`,
    applies: { types: ["aws:ecs/taskDefinition:TaskDefinition"], on: ["create"] },
    check: ({ inputs }) => {
      const size = bytes(text(inputs.containerDefinitions));
      if (size <= 65_536) return undefined;
      return {
        doing: `creating ECS Task Definition (${inputs.family})`,
        answer: { service: "ECS", operation: "RegisterTaskDefinition", code: "ClientException" },
        message: `Actual length: '${size}'. Max allowed length is '65536' bytes.`,
      };
    },
  },
  {
    name: "role-trust-size",
    source: `${api}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    applies: { types: ["aws:iam/role:Role"], on: ["create", "update"] },
    check: (change) =>
      policyLength(text(change.inputs.assumeRolePolicy)) > 2048
        ? {
            doing: `${creating(change, "IAM Role", change.inputs.name)}${change.action === "create" ? "" : " assume role policy"}`,
            ...iam(
              change.action === "create" ? "CreateRole" : "UpdateAssumeRolePolicy",
              "Cannot exceed quota for ACLSizePerRole: 2048",
            ),
          }
        : undefined,
  },
  {
    name: "inline-policies-size",
    source: `${api}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    applies: { types: ["aws:iam/rolePolicy:RolePolicy"], on: ["create", "update"] },
    // All inline policies of a role count together.
    check: ({ type, id, inputs, world }) => {
      const role = text(inputs.role);
      const others = world
        .resources(type)
        .filter((other) => other.id !== id && other.state.role === role)
        .map(({ state }) => state);
      const inline = records(world.get("aws:iam/role:Role", role)?.state.inlinePolicies);
      const total = [inputs, ...others, ...inline].reduce(
        (sum, { policy }) => sum + policyLength(text(policy)),
        0,
      );
      if (total <= 10_240) return undefined;
      return {
        doing: `putting IAM Role (${role}) Policy (${inputs.name})`,
        ...iam("PutRolePolicy", `Maximum policy size of 10240 bytes exceeded for role ${role}`),
      };
    },
  },
  {
    name: "bucket-policy-size",
    source: `${api}/AmazonS3/latest/userguide/bucket-policies.html`,
    applies: { types: ["aws:s3/bucketPolicy:BucketPolicy"], on: ["create", "update"] },
    check: ({ inputs }) =>
      bytes(text(inputs.policy)) > 20_480
        ? {
            doing: `putting S3 Bucket (${inputs.bucket}) Policy`,
            answer: { service: "S3", operation: "PutBucketPolicy", code: "PolicyTooLarge" },
            message: "Policy exceeds the maximum allowed document size.",
          }
        : undefined,
  },
  {
    name: "txt-record-length",
    source: `${api}/Route53/latest/DeveloperGuide/ResourceRecordTypes.html`,
    applies: { types: ["aws:route53/record:Record"], on: ["create", "update"] },
    // A longer text is several strings of at most 255 characters, with `""` or `" "` between them.
    check: (change) => {
      const { type, records: values } = change.inputs;
      if (type !== "TXT") return undefined;
      const tooLong = texts(values).find((value) => value.split(/" *"/).some((part) => part.length > 255));
      if (tooLong === undefined) return undefined;
      return {
        doing:
          change.action === "create" ? "creating Route53 Record" : `updating Route53 Record (${change.id})`,
        answer: {
          service: "Route 53",
          operation: "ChangeResourceRecordSets",
          code: "InvalidChangeBatch",
        },
        message: `[Invalid Resource Record: 'FATAL problem: CharacterStringTooLong (Value is too long) encountered with '"${tooLong}"'']`,
      };
    },
  },
];
