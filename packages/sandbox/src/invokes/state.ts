import { createHash, randomInt } from "node:crypto";
import { account } from "../provider/config.ts";
import { isObject } from "../provider/values.ts";
import { actualVersion, engineVersions, familyOf } from "../recipes/databases.ts";
import type { Properties } from "../world/world.ts";
import type { Invocation, Invokes } from "./invoke.ts";
import { found, type Lookup, resultsOf } from "./lookup.ts";

const zoneLookup: Lookup = {
  type: "aws:route53/zone:Zone",
  none: () => "no matching Route 53 Hosted Zone found",
};

/**
 * A hosted zone of the world. For a name that the world does not have, a zone that was there before: the account is
 * taken to own every public domain that a program asks for.
 */
function zone(invocation: Invocation): Properties {
  const { args, world } = invocation;
  const name = args.name === undefined ? undefined : String(args.name).replace(/\.$/, "");
  const own = world
    .resources(zoneLookup.type)
    .find(({ id, state }) => (args.zoneId === undefined ? state.name === name : id === args.zoneId));
  if (own) return resultsOf("aws:route53/getZone:getZone", zoneLookup, own);
  if (name === undefined || args.privateZone === true || args.vpcId !== undefined)
    throw new Error(zoneLookup.none(args));
  const hash = createHash("sha256").update(name).digest("hex");
  const id = `Z0${hash.slice(0, 19).toUpperCase()}`;
  const servers = ["com", "net", "org", "co.uk"].map((top, i) => `ns-${100 + 512 * i}.awsdns-12.${top}`);
  return {
    arn: `arn:aws:route53:::hostedzone/${id}`,
    callerReference: hash.slice(0, 32),
    comment: "",
    id,
    linkedServiceDescription: "",
    linkedServicePrincipal: "",
    name,
    nameServers: servers,
    primaryNameServer: servers[0] ?? "",
    privateZone: false,
    resourceRecordSetCount: 2,
    tags: {},
    zoneId: id,
  };
}

const parameterLookup: Lookup = {
  type: "aws:ssm/parameter:Parameter",
  ignores: ["withDecryption"],
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

/** A task definition by ARN, `family:revision` or `family`, which means its newest active revision. */
function taskDefinition({ args, region, world }: Invocation): Properties {
  const wanted = String(args.taskDefinition).split("/").pop() ?? "";
  const live = world.resources("aws:ecs/taskDefinition:TaskDefinition").map(({ state }) => state);
  const left = world.remains("task-definition").map(({ state }) => state);
  const revisions = [...live, ...left]
    .filter((state) => state.region === region)
    .sort((a, b) => Number(b.revision) - Number(a.revision));
  const state = revisions.find((candidate) =>
    wanted.includes(":")
      ? `${candidate.family}:${candidate.revision}` === wanted
      : candidate.family === wanted && candidate.status === "ACTIVE",
  );
  if (!state) {
    throw new Error(
      `reading ECS Task Definition (${args.taskDefinition}): operation error ECS: DescribeTaskDefinition, https response error StatusCode: 400, ClientException: Unable to describe task definition.`,
    );
  }
  const id = String(state.arn);
  return resultsOf(
    "aws:ecs/getTaskDefinition:getTaskDefinition",
    { type: "", none: () => "", made: () => ({ taskDefinition: String(args.taskDefinition) }) },
    { type: "", id, urn: "", inputs: {}, state },
  );
}

function engineVersion({ args }: Invocation): Properties {
  const engine = String(args.engine);
  const known = engineVersions(engine);
  const asked = [args.version, ...(Array.isArray(args.preferredVersions) ? args.preferredVersions : [])]
    .filter((version) => version !== undefined)
    .map(String);
  const candidates = asked.length === 0 ? [""] : asked;
  const all = known ? Object.values(known) : [];
  const version = candidates
    .map((candidate) => actualVersion(engine, candidate))
    .find(
      (candidate) => all.includes(candidate) || all.some((newest) => majorOf(newest) === majorOf(candidate)),
    );
  if (version === undefined) throw new Error("no RDS engine versions match the criteria");
  return {
    defaultOnly: false,
    engine,
    engineDescription: engine,
    id: version,
    parameterGroupFamily: familyOf(engine, version),
    status: "available",
    validMajorTargets: all.filter(
      (candidate) => Number.parseInt(candidate, 10) > Number.parseInt(version, 10),
    ),
    validUpgradeTargets: all.filter((candidate) => Number.parseFloat(candidate) > Number.parseFloat(version)),
    version,
    versionActual: version,
    versionDescription: `${engine} ${version}`,
  };
}

const majorOf = (version: string): string => version.split(".")[0] ?? "";

/** A snapshot that a resource made, or that a deleted database left. */
function snapshot({ args, region, world }: Invocation): Properties {
  const own = world.resources("aws:rds/snapshot:Snapshot").map(({ state }) => state);
  const left = world.remains("snapshot").map(({ state }) => state);
  const fitting = [...own, ...left].filter(
    (state) =>
      (args.dbSnapshotIdentifier === undefined || state.dbSnapshotIdentifier === args.dbSnapshotIdentifier) &&
      (args.dbInstanceIdentifier === undefined || state.dbInstanceIdentifier === args.dbInstanceIdentifier),
  );
  const state = fitting.at(-1);
  if (!state)
    throw new Error("Your query returned no results. Please change your search criteria and try again.");
  if (fitting.length > 1 && args.mostRecent !== true) {
    throw new Error(
      "Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.",
    );
  }
  const id = String(state.dbSnapshotIdentifier);
  return resultsOf(
    "aws:rds/getSnapshot:getSnapshot",
    {
      type: "",
      none: () => "",
      made: () => ({ dbSnapshotArn: `arn:aws:rds:${region}:${account}:snapshot:${id}` }),
    },
    { type: "", id, urn: "", inputs: {}, state },
  );
}

/** An Amazon machine image that fits whatever was asked: which images AWS offers, the sandbox does not know. */
function image({ args, region, world }: Invocation): Properties {
  const asked = JSON.stringify([args.filters ?? [], args.owners ?? [], args.nameRegex ?? "", region]);
  const id = `ami-0${createHash("sha256").update(asked).digest("hex").slice(0, 16)}`;
  const isArm = asked.includes("arm64");
  const filters = Array.isArray(args.filters) ? args.filters.filter(isObject) : [];
  const name = filters.find((filter) => filter.name === "name")?.values;
  return {
    architecture: isArm ? "arm64" : "x86_64",
    arn: `arn:aws:ec2:${region}::image/${id}`,
    creationDate: world.now(),
    hypervisor: "xen",
    id,
    imageId: id,
    name: Array.isArray(name) ? String(name[0]).replaceAll("*", "sandbox") : "sandbox",
    ownerId: "137112412989",
    rootDeviceName: "/dev/xvda",
    rootDeviceType: "ebs",
    state: "available",
    tags: {},
    virtualizationType: "hvm",
  };
}

function managedPolicy({ args, world }: Invocation): Properties {
  const arn = String(args.arn ?? "");
  const own = world
    .resources("aws:iam/policy:Policy")
    .find(({ id, state }) => id === arn || (args.name !== undefined && state.name === args.name));
  if (own) return { ...own.state, id: own.id };
  if (!arn.startsWith("arn:aws:iam::aws:policy/"))
    throw new Error("reading IAM Policy: couldn't find resource");
  return {
    arn,
    attachmentCount: 0,
    description: "",
    id: arn,
    name: arn.split("/").pop() ?? "",
    path: `/${arn
      .split("/")
      .slice(1, -1)
      .map((part) => `${part}/`)
      .join("")}`,
    policy: '{"Statement":[],"Version":"2012-10-17"}',
    policyId: `ANPA${createHash("sha256").update(arn).digest("hex").slice(0, 17).toUpperCase()}`,
    tags: {},
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
    throw new Error(
      `reading KMS Key (${wanted}): operation error KMS: DescribeKey, https response error StatusCode: 400, NotFoundException: ${wanted.startsWith("alias/") ? `Alias arn:aws:kms:${region}:${account}:${wanted} is not found.` : `Key '${wanted}' does not exist`}`,
    );
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

/** Data sources that need more than a look into one type of resource. */
export const state: Invokes = {
  "aws:ec2/getAmi:getAmi": image,
  "aws:ecs/getTaskDefinition:getTaskDefinition": taskDefinition,
  "aws:iam/getPolicy:getPolicy": managedPolicy,
  "aws:kms/getAlias:getAlias": kmsAlias,
  "aws:kms/getKey:getKey": key,
  "aws:rds/getEngineVersion:getEngineVersion": engineVersion,
  "aws:rds/getSnapshot:getSnapshot": snapshot,
  "aws:route53/getZone:getZone": zone,
  "aws:secretsmanager/getRandomPassword:getRandomPassword": randomPassword,
  "aws:secretsmanager/getSecretVersion:getSecretVersion": secretVersion,
  "aws:ssm/getParameter:getParameter": parameter,
};
