import {
  allow,
  allRights,
  ids,
  imagePull,
  logWriting,
  parameterReading,
  registryLogin,
  secretReading,
} from "../../../support/taskWorld.ts";
import { denied, type TaskCase } from "./taskCase.ts";

const failed =
  "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:";
const fromSecrets = `${failed} unable to retrieve secret from asm: service call has been retried 1 time(s):`;
const fromParameters = `${failed} unable to retrieve secrets from ssm: service call has been retried 1 time(s):`;
const fetching = (arn = "SECRET") => `${fromSecrets} failed to fetch secret ${arn} from secrets manager:`;

const others = [registryLogin, imagePull, logWriting, parameterReading];
const missing = "arn:aws:secretsmanager:us-east-1:123456789012:secret:gone-AbCdEf";

const ending = missing.replace("gone-AbCdEf", "web-secret");

const naming =
  (valueFrom: (secret: string) => string): TaskCase["parts"]["container"] =>
  (secret) => ({ secrets: [{ name: "KEY", valueFrom: valueFrom(secret) }] });

const anySecret = () => [...others, allow("secretsmanager:GetSecretValue", "*")];

export const secretCases: TaskCase[] = [
  {
    rule: "execution-role-reads-secrets",
    what: "no right to the secret",
    parts: { execution: () => others },
    message: `${fetching()} ${denied("secretsmanager:GetSecretValue", "SECRET")}`,
  },
  {
    rule: "execution-role-reads-secrets",
    what: "a right to what the definition writes, with the key of the JSON",
    parts: { execution: (secret) => [...others, secretReading(`${secret}:key::`)] },
    message: `${fetching()} ${denied("secretsmanager:GetSecretValue", "SECRET")}`,
  },
  {
    rule: "execution-role-reads-secrets",
    what: "a right to the name without the six characters, which the definition leaves out too",
    parts: {
      execution: (secret) => [...others, secretReading(secret.replace(/-.{6}$/, ""))],
      container: naming((secret) => secret.replace(/-.{6}$/, "")),
    },
    message: `${fetching("arn:aws:secretsmanager:us-east-1:123456789012:secret:web/key")} ${denied("secretsmanager:GetSecretValue", "SECRET")}`,
  },
  {
    rule: "execution-role-reads-secrets",
    what: "a right to the name with any six characters",
    parts: { execution: (secret) => [...others, secretReading(secret.replace(/.{6}$/, "??????"))] },
  },
  {
    rule: "execution-role-reads-secrets",
    what: "no right to the parameter",
    parts: { execution: (secret) => allRights(secret).filter((right) => right !== parameterReading) },
    message: `${fromParameters} ${denied("ssm:GetParameters", ids.parameter)}`,
  },
  {
    rule: "execution-role-reads-secrets",
    what: "a secret for the log driver, to which there is no right",
    parts: {
      container: () => ({
        logConfiguration: { logDriver: "splunk", secretOptions: [{ name: "token", valueFrom: missing }] },
      }),
    },
    message: `${fetching(missing)} ${denied("secretsmanager:GetSecretValue", missing)}`,
  },
  {
    rule: "execution-role-reads-secrets",
    what: "rights to everything but something else",
    parts: { execution: () => [{ Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: "*" }] },
  },
  {
    rule: "execution-role-reads-secrets",
    what: "rights to everything but secrets",
    parts: { execution: () => [{ Effect: "Allow", NotAction: "secretsmanager:Get*", Resource: "*" }] },
    message: `${fetching()} ${denied("secretsmanager:GetSecretValue", "SECRET")}`,
  },
  {
    rule: "execution-role-reads-secrets",
    what: "a right to an ARN that lacks its end, which stands for everything",
    parts: { execution: () => [...others, allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager")] },
  },
  ...["/web/dsn:1", `${ids.parameter}:1`].map(
    (valueFrom): TaskCase => ({
      rule: "execution-role-reads-secrets",
      what: `a right to a parameter, of which ${valueFrom} is a version`,
      parts: { container: naming(() => valueFrom) },
    }),
  ),
  {
    rule: "execution-role-reads-secrets",
    what: "a name that ends like an ARN, which is taken for a whole one",
    parts: {
      secret: { name: "web-secret" },
      execution: (secret) => [...others, secretReading(`${secret.replace(/-.{6}$/, "")}-??????`)],
      container: naming((secret) => secret.replace(/-.{6}$/, "")),
    },
    message: `${fetching(ending)} ${denied("secretsmanager:GetSecretValue", ending)}`,
  },
  {
    rule: "execution-role-reads-secrets",
    what: "a right to the credentials of a registry, which are named",
    parts: { container: () => ({ repositoryCredentials: { credentialsParameter: "web/key" } }) },
  },
  {
    rule: "execution-role-reads-secrets",
    what: "no right to the credentials of a registry, which are named",
    parts: {
      execution: () => others,
      container: () => ({ secrets: [], repositoryCredentials: { credentialsParameter: "web/key" } }),
    },
    message: `${fetching()} ${denied("secretsmanager:GetSecretValue", "SECRET")}`,
  },
  {
    rule: "secrets-exist",
    what: "credentials of a registry, by their name",
    parts: { container: () => ({ repositoryCredentials: { credentialsParameter: "web/key" } }) },
  },
  {
    rule: "secrets-exist",
    what: "credentials of a registry, by a name that there isn't",
    parts: { container: () => ({ repositoryCredentials: { credentialsParameter: "web/kee" } }) },
    message: `${fetching(`${ending.replace("web-secret", "web/kee")}`)} ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
  },
  {
    rule: "secrets-exist",
    what: "no such secret",
    parts: { execution: anySecret, container: naming(() => missing) },
    message: `${fetching(missing)} ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
  },
  {
    rule: "secrets-exist",
    what: "a secret of another account",
    parts: {
      execution: anySecret,
      container: naming(() => missing.replace("123456789012", "210987654321")),
    },
  },
  {
    rule: "secrets-exist",
    what: "a secret without a value",
    parts: { secretString: null },
    message: `${fetching()} ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT`,
  },
  {
    rule: "secrets-exist",
    what: "a stage that no version has",
    parts: { container: naming((secret) => `${secret}::AWSPENDING:`) },
    message: `${fetching()} ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSPENDING`,
  },
  {
    rule: "secrets-exist",
    what: "a version that there isn't",
    parts: { container: naming((secret) => `${secret}:::1`) },
    message: `${fetching()} ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: 1`,
  },
  {
    rule: "secrets-exist",
    what: "a key that the JSON doesn't have",
    parts: { container: naming((secret) => `${secret}:kee::`) },
    message: `${fromSecrets} retrieved secret from Secrets Manager did not contain json key kee`,
  },
  {
    rule: "secrets-exist",
    what: "a value that is no JSON",
    parts: { secretString: "swordfish" },
    message: `${fromSecrets} retrieved secret from Secrets Manager did not contain json key key`,
  },
  {
    rule: "secrets-exist",
    what: "the whole of a value that is no JSON",
    parts: { secretString: "swordfish", container: naming((secret) => secret) },
  },
  {
    rule: "secrets-exist",
    what: "a key without the colons for stage and version",
    parts: { container: naming((secret) => `${secret}:key`) },
    message: `${fromSecrets} unexpected ARN format with parameters when trying to retrieve ASM secret`,
  },
  {
    rule: "secrets-exist",
    what: "a version of a parameter",
    parts: {
      execution: () => [...others, allow("ssm:GetParameters", "*")],
      container: naming(() => `${ids.parameter}:1`),
    },
  },
  {
    rule: "secrets-exist",
    what: "no such parameter",
    parts: {
      execution: () => [...others, allow("ssm:GetParameters", "*")],
      container: naming(() => "/web/dns"),
    },
    message: `${fromParameters} invalid ssm parameters: /web/dns`,
  },
];
