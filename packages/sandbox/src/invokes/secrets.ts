import { createHash, randomInt } from "node:crypto";
import { awsError } from "../provider/awsError.ts";
import { account } from "../provider/config.ts";
import { parameterValue } from "../world/parameters.ts";
import type { Properties } from "../world/world.ts";
import type { Invocation, Invokes } from "./invoke.ts";
import { found, type Lookup } from "./lookup.ts";

const parameterLookup: Lookup = {
  type: "aws:ssm/parameter:Parameter",
  ignores: ["withDecryption"],
  made: ({ state }) => {
    const value = parameterValue(state);
    return { value, insecureValue: state.type === "SecureString" ? "" : value };
  },
  none: ({ name }) => `reading SSM Parameter (${name}): couldn't find resource`,
};

/** A parameter of the world, or one of those that AWS publishes its images under. */
function parameter(invocation: Invocation): Properties {
  const name = String(invocation.args.name);
  if (!/^\/aws\/service\/(ami|ecs|bottlerocket)/.test(name)) {
    return found("aws:ssm/getParameter:getParameter", parameterLookup, invocation);
  }
  const value = `ami-0${createHash("sha256").update(`${name} ${invocation.region}`).digest("hex").slice(0, 16)}`;
  return {
    arn: `arn:aws:ssm:${invocation.region}::parameter${name}`,
    id: name,
    insecureValue: value,
    type: "String",
    value,
    version: 1,
  };
}

/** The version of a secret that carries the wanted stage. */
function secretVersion({ args, world }: Invocation): Properties {
  const stage = String(args.versionStage ?? "AWSCURRENT");
  const secret = world
    .resources("aws:secretsmanager/secret:Secret")
    .find(({ id, state }) => id === args.secretId || state.name === args.secretId);
  const version = world
    .resources("aws:secretsmanager/secretVersion:SecretVersion")
    .filter(({ state }) => state.secretId === secret?.id)
    .findLast(({ state }) =>
      args.versionId === undefined
        ? Array.isArray(state.versionStages) && state.versionStages.includes(stage)
        : state.versionId === args.versionId,
    );
  if (!secret || !version) {
    throw new Error(
      `reading Secrets Manager Secret Version (${args.secretId}|${args.versionId ?? stage}): couldn't find resource`,
    );
  }
  const { state } = version;
  return {
    arn: secret.id,
    createdDate: world.now(),
    id: `${secret.id}|${args.versionId ?? stage}`,
    secretArn: secret.id,
    secretBinary: state.secretBinary ?? "",
    secretString: state.secretString ?? "",
    versionId: state.versionId ?? "",
    versionStages: state.versionStages ?? [],
  };
}

/** A key of the world by id, ARN or alias, or one of AWS's own (`alias/aws/…`). */
function key({ args, region, world }: Invocation): Properties {
  const wanted = String(args.keyId);
  const alias = world.get("aws:kms/alias:Alias", wanted)?.state.targetKeyId;
  const own = world
    .resources("aws:kms/key:Key")
    .find(({ id, state }) => [id, state.arn].includes(wanted) || [id, state.arn].includes(alias ?? ""));
  if (!own && !wanted.startsWith("alias/aws/")) {
    const message = wanted.startsWith("alias/")
      ? `Alias arn:aws:kms:${region}:${account}:${wanted} is not found.`
      : `Key '${wanted}' does not exist`;
    const said = awsError({ service: "KMS", operation: "DescribeKey", code: "NotFoundException", message });
    throw new Error(`reading KMS Key (${wanted}): ${said}`);
  }
  const hash = createHash("sha256").update(`${wanted} ${region}`).digest("hex");
  const id =
    own?.id ??
    `${hash.slice(0, 8)}-${hash.slice(8, 12)}-${hash.slice(12, 16)}-${hash.slice(16, 20)}-${hash.slice(20, 32)}`;
  return {
    arn: `arn:aws:kms:${region}:${account}:key/${id}`,
    awsAccountId: account,
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    description: own?.state.description ?? "",
    enabled: true,
    id,
    keyManager: own ? "CUSTOMER" : "AWS",
    keySpec: "SYMMETRIC_DEFAULT",
    keyState: "Enabled",
    keyUsage: "ENCRYPT_DECRYPT",
    multiRegion: false,
    origin: "AWS_KMS",
  };
}

function kmsAlias(invocation: Invocation): Properties {
  const { args, region } = invocation;
  const name = String(args.name);
  const { arn, id } = key({ ...invocation, args: { keyId: name } });
  return {
    arn: `arn:aws:kms:${region}:${account}:${name}`,
    id: arn ?? "",
    targetKeyArn: arn ?? "",
    targetKeyId: id ?? "",
  };
}

function randomPassword({ args }: Invocation): Properties {
  const excluded = String(args.excludeCharacters ?? "");
  const alphabet = [
    args.excludeLowercase === true ? "" : "abcdefghijklmnopqrstuvwxyz",
    args.excludeUppercase === true ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    args.excludeNumbers === true ? "" : "0123456789",
    args.excludePunctuation === true ? "" : "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
  ]
    .join("")
    .replaceAll(/./g, (character) => (excluded.includes(character) ? "" : character));
  const length = Number(args.passwordLength ?? 32);
  const password = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
  return { id: password, randomPassword: password };
}

/** What Docker logs in to the registry with; nobody asks for it here. */
function registryToken({ args, region, world }: Invocation): Properties {
  const password = "stand-in";
  return {
    authorizationToken: Buffer.from(`AWS:${password}`).toString("base64"),
    expiresAt: new Date(Date.parse(world.now()) + 12 * 3_600_000).toISOString(),
    id: region,
    password,
    proxyEndpoint: `https://${args.registryId ?? account}.dkr.ecr.${region}.amazonaws.com`,
    userName: "AWS",
  };
}

/** Parameters, secrets, the keys that encrypt them and the registry's password. */
export const secrets: Invokes = {
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": registryToken,
  "aws:kms/getAlias:getAlias": kmsAlias,
  "aws:kms/getKey:getKey": key,
  "aws:secretsmanager/getRandomPassword:getRandomPassword": randomPassword,
  "aws:secretsmanager/getSecretVersion:getSecretVersion": secretVersion,
  "aws:ssm/getParameter:getParameter": parameter,
};
