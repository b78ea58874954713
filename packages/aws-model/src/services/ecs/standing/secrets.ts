import { account } from "../../../facts/account.ts";
import { mayDecrypt } from "../../../iam/keys.ts";
import type { Role } from "../../../iam/roles.ts";
import type { Launch, LaunchRule } from "../../../rules/launch.ts";
import { record, records, text } from "../../../world/reading.ts";
import type { Properties, World } from "../../../world/world.ts";
import { containersOf, isOurs } from "../definition.ts";
import { denied, executionRole } from "./roles.ts";

const ecs = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

const secretType = "aws:secretsmanager/secret:Secret";
const versionType = "aws:secretsmanager/secretVersion:SecretVersion";
const parameterType = "aws:ssm/parameter:Parameter";

const failed =
  "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:";
const fromSecretsManager = `${failed} unable to retrieve secret from asm: service call has been retried 1 time(s):`;
const fromParameters = `${failed} unable to retrieve secrets from ssm: service call has been retried 1 time(s):`;

/** What ECS puts into the environment of a container. */
type Reference =
  | { kind: "secret"; arn: string; jsonKey: string; stage: string; version: string; isCut: boolean }
  | { kind: "parameter"; name: string; arn: string };

/** The execution role may read what the definition names, and that exists. */
export const secretRules: readonly LaunchRule[] = [
  {
    name: "execution-role-reads-secrets",
    source: `${ecs}/task_execution_IAM_role.html#task-execution-secrets`,
    check(launch, world) {
      const role = executionRole(launch, world);
      if (!role) return undefined;
      return first(launch, world, (reference) =>
        reference.kind === "secret"
          ? secretDenied(reference.arn, role, launch, world)
          : parameterDenied(reference, role, launch, world),
      );
    },
  },
  {
    name: "secrets-exist",
    source: `${ecs}/specifying-sensitive-data.html`,
    check: (launch, world) =>
      first(launch, world, (reference) => {
        if (reference.kind === "secret" && reference.isCut)
          return `${fromSecretsManager} unexpected ARN format with parameters when trying to retrieve ASM secret`;
        if (!isOurs(reference.arn)) return undefined;
        if (reference.kind === "secret") return missingSecret(reference, world);
        if (parameterOf(world, reference.arn)) return undefined;
        return `${fromParameters} invalid ssm parameters: ${reference.name}`;
      }),
  },
];

function first(
  launch: Launch,
  world: World,
  check: (reference: Reference) => string | undefined,
): string | undefined {
  for (const reference of referencesOf(launch, world)) {
    const problem = check(reference);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function secretDenied(arn: string, role: Role, launch: Launch, world: World): string | undefined {
  const secret = secretOf(world, arn);
  const resource = String(secret?.arn ?? arn);
  const because = denied(
    {
      action: "secretsmanager:GetSecretValue",
      resource,
      service: "secretsmanager",
      region: text(arn.split(":")[3]),
      context: { "secretsmanager:secretid": resource },
      policy: secret?.policy,
    },
    role,
    launch,
    world,
  );
  const fetching = `${fromSecretsManager} failed to fetch secret ${arn} from secrets manager:`;
  if (because) return `${fetching} ${because}`;
  const key = text(secret?.kmsKeyId);
  if (key === "" || mayDecrypt(world, role, key, "secretsmanager")) return undefined;
  return `${fetching} AccessDeniedException: Access to KMS is not allowed`;
}

function parameterDenied(
  { arn }: { arn: string },
  role: Role,
  launch: Launch,
  world: World,
): string | undefined {
  const request = { action: "ssm:GetParameters", resource: withoutVersion(arn), service: "ssm" };
  const because = denied({ ...request, region: text(arn.split(":")[3]) }, role, launch, world);
  if (because) return `${fromParameters} ${because}`;
  const parameter = parameterOf(world, arn);
  if (parameter?.type !== "SecureString" || mayDecrypt(world, role, text(parameter.keyId), "ssm"))
    return undefined;
  return `${fromParameters} AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.`;
}

function missingSecret(
  { arn, jsonKey, stage, version }: Reference & { kind: "secret" },
  world: World,
): string | undefined {
  const fetching = `${fromSecretsManager} failed to fetch secret ${arn} from secrets manager:`;
  const secret = secretOf(world, arn);
  if (!secret) {
    const isDeleted = world.remains("secret").some(({ state }) => fitsSecret(state, arn));
    return isDeleted
      ? `${fetching} InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.`
      : `${fetching} ResourceNotFoundException: Secrets Manager can't find the specified secret.`;
  }
  const versions = world.resources(versionType).filter(({ state }) => state.secretId === secret.arn);
  const wanted = versions.find(({ state }) =>
    version === ""
      ? Array.isArray(state.versionStages) && state.versionStages.includes(stage)
      : state.versionId === version,
  );
  if (!wanted) {
    const which = version === "" ? `staging label: ${stage}` : `VersionId: ${version}`;
    return `${fetching} ResourceNotFoundException: Secrets Manager can't find the specified secret value for ${which}`;
  }
  const value = wanted.state.secretString;
  if (jsonKey === "" || typeof value !== "string") return undefined;
  return hasKey(value, jsonKey)
    ? undefined
    : `${fromSecretsManager} retrieved secret from Secrets Manager did not contain json key ${jsonKey}`;
}

function hasKey(value: string, key: string): boolean {
  try {
    return Object.hasOwn(record(JSON.parse(value)), key);
  } catch {
    return false;
  }
}

/** The live secret that an ARN means. */
function secretOf(world: World, arn: string): Properties | undefined {
  return world.resources(secretType).find(({ state }) => fitsSecret(state, arn))?.state;
}

const suffix = /-[A-Za-z0-9]{6}$/;

/**
 * Whether an ARN is that of a secret, or that without the six characters at its end. What ends like a whole ARN is taken for one:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
const fitsSecret = (state: Properties, arn: string): boolean =>
  state.arn === arn || (!suffix.test(arn) && String(state.arn).replace(suffix, "") === arn);

/** The parameter that an ARN means, with `:<version>` or `:<label>` at its end or without. */
const parameterOf = (world: World, arn: string): Properties | undefined =>
  world.resources(parameterType).find(({ state }) => state.arn === withoutVersion(arn))?.state;

const withoutVersion = (arn: string): string => arn.replace(/(:parameter\/[^:]+):[^:]+$/, "$1");

/** The secrets that the containers' environment, registries and log drivers get. */
function referencesOf({ definition, region }: Launch, world: World): Reference[] {
  return containersOf(definition).flatMap((container) => {
    const { secretOptions } = record(container.logConfiguration);
    const registry = text(record(container.repositoryCredentials).credentialsParameter);
    const named = [...records(container.secrets), ...records(secretOptions)];
    const references = named.map(({ valueFrom }) => text(valueFrom));
    const credentials = registry === "" ? [] : [secretArn(registry, region, world)];
    return [...references, ...credentials].map((from) => readReference(from, region));
  });
}

/** The ARN of the credentials of a registry, which may be given by the name of their secret. */
function secretArn(nameOrArn: string, region: string, world: World): string {
  if (nameOrArn.startsWith("arn:")) return nameOrArn;
  const found = world
    .resources(secretType)
    .find(({ state }) => state.name === nameOrArn && state.region === region);
  return found?.id ?? `arn:aws:secretsmanager:${region}:${account}:secret:${nameOrArn}`;
}

/** `<arn of a secret>:<json key>:<stage>:<version>`, the ARN of a parameter, or the name of one in the same region. */
function readReference(from: string, region: string): Reference {
  const parts = from.split(":");
  if (parts[2] === "secretsmanager") {
    const [jsonKey = "", stage = "", version = ""] = parts.slice(7);
    return {
      kind: "secret",
      arn: parts.slice(0, 7).join(":"),
      jsonKey,
      stage: stage || "AWSCURRENT",
      version,
      // All three come after the ARN, or none.
      isCut: parts.length > 7 && parts.length !== 10,
    };
  }
  if (parts[2] === "ssm") return { kind: "parameter", name: from, arn: from };
  return {
    kind: "parameter",
    name: from,
    arn: `arn:aws:ssm:${region}:${account}:parameter/${from.replace(/^\//, "")}`,
  };
}
