import * as pulumi from "@pulumi/pulumi";
import {
  checkBaseName,
  checkDjangoAppArgs,
  checkDjangoBaseArgs,
  type DjangoAppArgs,
  type DjangoBaseArgs,
} from "pulumi-aws-django";
import * as z from "zod";
import {
  type BootstrapConfig,
  bootstrapConfig,
  bootstrapValidators,
  checkBootstrap,
} from "./bootstrapConfig.ts";
import { type Problem, problemsOf, show, suggest } from "./explain.ts";
import { isText, validatorsOfArguments } from "./validator.ts";

/** The config of a base stack. */
export interface BaseConfig {
  program: "base";
  /** The stack's name, which is the base's name too. */
  stack: string;
  args: DjangoBaseArgs;
}

/** The config of an app stack. */
export interface AppConfig {
  program: "app";
  /** The stack's name, which is the app's name too. */
  stack: string;
  /** The base stack it stands on. */
  base: string;
  args: Omit<DjangoAppArgs, "base">;
}

/** What the engine hands to a program, before anyone looked at it. */
export interface RawConfig {
  project: string;
  stack: string;
  /** Values by full key (`ublog:program`): scalars as text, everything else as JSON. */
  values: Record<string, string>;
  /** Full keys that hold a secret. */
  secretKeys: readonly string[];
  /** Whether the environment names an AWS region. */
  regionInEnvironment: boolean;
}

/** The stack's config, checked as a whole. The only reader of Pulumi config. Throws a RunError that lists every problem. */
export function readConfig(): BaseConfig | AppConfig | BootstrapConfig {
  return parseConfig({
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    values: pulumi.runtime.allConfig(),
    // The language host lists the secret keys here; the SDK has no public function for it.
    secretKeys: JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]"),
    regionInEnvironment: Boolean(process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION),
  });
}

/** The config, or a RunError that lists every problem with its key, the value that was given and what to write instead. */
export function parseConfig(raw: RawConfig): BaseConfig | AppConfig | BootstrapConfig {
  const program = raw.values[`${raw.project}:program`];
  switch (program) {
    case "base": {
      const args = parse(raw, { program: z.literal("base"), ...validatorsOfArguments("DjangoBase") });
      refuseArguments(raw, [
        ...checkBaseName(raw.stack),
        ...checkDjangoBaseArgs(args as unknown as DjangoBaseArgs),
      ]);
      return { program, stack: raw.stack, args: args as unknown as DjangoBaseArgs };
    }
    case "app": {
      const own = { program: z.literal("app"), base: z.string().describe(BASE_MEANING) };
      const { base, ...args } = parse(raw, { ...validatorsOfArguments("DjangoApp"), ...own });
      refuseArguments(raw, checkDjangoAppArgs(raw.stack, args as unknown as AppConfig["args"]));
      return {
        program,
        stack: raw.stack,
        base: String(base),
        args: withSecrets(args) as unknown as AppConfig["args"],
      };
    }
    case "bootstrap": {
      const config = bootstrapConfig(raw.project, parse(raw, bootstrapValidators));
      refuseArguments(raw, checkBootstrap(config));
      return config;
    }
    default: {
      const given = program === undefined ? "is missing" : `is ${show(program)}`;
      const reason = `${given}. Write "base" for what environments share, "app" for an environment, or "bootstrap" for what the workflows need.`;
      throw refusal(raw, [{ path: `${raw.project}:program`, reason }]);
    }
  }
}

const BASE_MEANING =
  "Write the name of the base stack that the app stands on: pulumi config set ublog:base base.";

type Values = Record<string, unknown>;

/** The settings without `program`, of the right names and types. */
function parse(raw: RawConfig, validators: Record<string, z.ZodType>): Values {
  const prefix = `${raw.project}:`;
  const values = decode(raw, prefix, validators);
  refuse(raw, [
    ...problemsOfNamespaces(raw),
    ...problemsOfRegion(raw),
    ...problemsOfSecrets(raw),
    ...problemsOf(z.strictObject(validators), values, prefix),
  ]);
  const { program: _, ...args } = values;
  return args;
}

/** Config values as what they mean: the engine hands over scalars as text and everything else as JSON. */
function decode(raw: RawConfig, prefix: string, validators: Record<string, z.ZodType>): Values {
  const own = Object.entries(raw.values).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(
    own.map(([key, text]) => {
      const name = key.slice(prefix.length);
      return [name, isText(validators[name]) ? text : parsedJson(text)];
    }),
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Namespaces beside the project's own: those of the providers that the programs use, and Pulumi's. */
const OTHER_NAMESPACES = ["aws", "awsx", "pulumi", "random"];

function problemsOfNamespaces({ project, values }: RawConfig): Problem[] {
  const known = [project, ...OTHER_NAMESPACES];
  return Object.keys(values).flatMap((key) => {
    const namespace = key.slice(0, key.indexOf(":"));
    if (known.includes(namespace)) return [];
    const names = known.map((name) => name + key.slice(namespace.length));
    return [{ path: key, reason: `nothing reads "${namespace}:". ${suggest(key, names)}` }];
  });
}

function problemsOfRegion({ stack, values, regionInEnvironment }: RawConfig): Problem[] {
  if (values["aws:region"] !== undefined || regionInEnvironment) return [];
  const remedy = `Write the AWS region, for example: pulumi config set aws:region us-east-1 --stack ${stack}`;
  return [{ path: "aws:region", reason: `is missing. ${remedy}` }];
}

/** The setting whose values are secrets: all others can be read in the AWS console or in a container's environment. */
const SECRETS = "secretValues";

function problemsOfSecrets({ project, stack, values, secretKeys }: RawConfig): Problem[] {
  const key = `${project}:${SECRETS}`;
  const set = `pulumi config set --secret --path '${key}.NAME' --stack ${stack}`;
  const misplaced = secretKeys
    .filter((secret) => secret.startsWith(`${project}:`) && secret !== key)
    .map((path) => ({
      path,
      reason: `holds a secret, which would be readable there. Write it into ${SECRETS}: ${set}`,
    }));
  if (values[key] === undefined || secretKeys.includes(key)) return misplaced;
  return [
    ...misplaced,
    { path: key, reason: `is not encrypted. Take it out of the file and set each value with: ${set}` },
  ];
}

function withSecrets(args: Values): Values {
  const given = args[SECRETS] as Record<string, string> | undefined;
  if (given === undefined) return args;
  const secrets = Object.entries(given).map(([name, value]) => [name, pulumi.secret(value)]);
  return { ...args, [SECRETS]: Object.fromEntries(secrets) };
}

type Owner = Pick<RawConfig, "project" | "stack">;

/** Throws a RunError where a component's arguments have problems, in the words of the config: the component's name is the stack's. */
export function refuseArguments(owner: Owner, problems: readonly Problem[]): void {
  const inConfig = ({ path, reason }: Problem) => ({
    path: path === "name" ? "name of the stack" : `${owner.project}:${path}`,
    reason,
  });
  refuse(owner, problems.map(inConfig));
}

function refuse(owner: Owner, problems: readonly Problem[]): void {
  if (problems.length > 0) throw refusal(owner, problems);
}

/** The engine prints a RunError's message without a stack trace. */
function refusal({ stack }: Owner, problems: readonly Problem[]): pulumi.RunError {
  const count = problems.length === 1 ? "1 setting" : `${problems.length} settings`;
  const lines = problems.map(({ path, reason }) => `  ${path}: ${reason}`);
  return new pulumi.RunError(
    [`Pulumi.${stack}.yaml: ${count} can't be used; nothing was changed.`, ...lines].join("\n"),
  );
}
