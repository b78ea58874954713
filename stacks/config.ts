import * as pulumi from "@pulumi/pulumi";
import {
  checkBaseName,
  checkDjangoAppArgs,
  checkDjangoBaseArgs,
  type DjangoAppArgs,
  type DjangoBaseArgs,
  type Problem,
} from "pulumi-aws-django";
import * as z from "zod";
import { type BootstrapConfig, bootstrapConfig, checkBootstrap } from "./bootstrapConfig.ts";
import { problemsOf, show } from "./explain.ts";
import { nameOf, problemsOfLength, problemsOfName } from "./names.ts";
import { problemsOfDefaultTags, problemsOfNamespaces } from "./otherNamespaces.ts";
import { PROGRAM_SETTINGS } from "./programSettings.ts";
import type { RawConfig } from "./rawConfig.ts";
import {
  problemsOfBaseRegion,
  problemsOfRegion,
  type Region,
  type RegionSettings,
  regionOf,
} from "./regions.ts";
import { problemsOfSecrets, withSecrets } from "./secretSettings.ts";
import { isText } from "./validator.ts";
import { validSettings, withoutConsequences } from "./validSettings.ts";

/** The config of a base stack. */
export interface BaseConfig {
  program: "base";
  stack: string;
  /** The base's name, which the names of everything in it begin with. */
  name: string;
  args: DjangoBaseArgs;
}

/** The config of an app stack. */
export interface AppConfig {
  program: "app";
  /** The stack's name, which is the environment's name too. */
  stack: string;
  /** The app's name, which the names of everything in it begin with. */
  name: string;
  /** The base stack it is built on. */
  base: string;
  /** Where its resources are made. */
  region: Region;
  args: Omit<DjangoAppArgs, "base">;
}

/** The stack's config, checked as a whole. The only reader of Pulumi config. Throws a RunError that lists every problem. */
export function readConfig(): BaseConfig | AppConfig | BootstrapConfig {
  return parseConfig({
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    values: pulumi.runtime.allConfig(),
    // The language host lists the secret keys here; the SDK has no public function for it.
    secretKeys: JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]"),
    environment: process.env,
  });
}

/** The config, or a RunError that lists every problem with its key, the value that was given and what to write instead. */
export function parseConfig(raw: RawConfig): BaseConfig | AppConfig | BootstrapConfig {
  const program = raw.values[`${raw.project}:program`];
  switch (program) {
    case "base": {
      const { name: given, ...args } = parse(raw, PROGRAM_SETTINGS.base(), ({ name, ...given }) => [
        ...problemsOfName(
          [...checkBaseName(named(raw, name)), ...problemsOfLength(named(raw, name))],
          raw,
          name,
        ),
        ...checkDjangoBaseArgs(given as unknown as DjangoBaseArgs),
        ...(problemsOfRegion(regionSettings(raw)).length > 0
          ? []
          : problemsOfBaseRegion(given as unknown as DjangoBaseArgs, regionIn(raw))),
      ]);
      return { program, stack: raw.stack, name: named(raw, given), args: args as unknown as DjangoBaseArgs };
    }
    case "app": {
      const environmentName = raw.stack;
      const { base, name, ...args } = parse(raw, PROGRAM_SETTINGS.app(), ({ base: _, name, ...given }) => {
        const args = { ...given, environmentName } as unknown as AppConfig["args"];
        return problemsOfName(checkDjangoAppArgs(named(raw, name), args), raw, name);
      });
      return {
        program,
        stack: raw.stack,
        name: named(raw, name),
        base: String(base),
        region: regionIn(raw),
        args: { ...withSecrets(args), environmentName } as unknown as AppConfig["args"],
      };
    }
    case "bootstrap": {
      const config = (given: Values) => bootstrapConfig(raw.project, given);
      return config(parse(raw, PROGRAM_SETTINGS.bootstrap(), (given) => checkBootstrap(config(given))));
    }
    default: {
      const isSecret = raw.secretKeys.includes(`${raw.project}:program`);
      const given = program === undefined ? "is missing" : isSecret ? "is a secret" : `is ${show(program)}`;
      const reason = `${given}. Write "base" for what environments share, "app" for an environment, or "bootstrap" for what the workflows need.`;
      throw new ConfigError(raw, [{ path: `${raw.project}:program`, reason }]);
    }
  }
}

function named({ project, stack }: RawConfig, given: unknown): string {
  return nameOf(project, stack, given as string | undefined);
}

type Values = Record<string, unknown>;

/**
 * The settings without `program`, of the right names and types, and with values that `check` accepts. Where names or types
 * are wrong, the other settings are still checked, so that one run shows everything.
 */
function parse(
  raw: RawConfig,
  validators: Record<string, z.ZodType>,
  check: (args: Values) => readonly Problem[],
): Values {
  const prefix = `${raw.project}:`;
  const values = decode(raw, prefix, validators);
  const validator = z.strictObject(validators);
  const problems = [
    ...problemsOfNamespaces(raw),
    ...problemsOfDefaultTags(raw),
    ...problemsOfRegion(regionSettings(raw)),
    ...problemsOfSecrets(raw),
    ...problemsOf(validator, values, prefix, ([name]) => raw.secretKeys.includes(prefix + String(name))),
  ];
  const usable = validSettings(validator, values);
  const { program: _, ...args } = usable ?? {};
  const ofValues = usable === undefined ? [] : inConfig(raw, check(args));
  refuse(raw, [...problems, ...withoutConsequences(ofValues, problems)]);
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

function regionSettings({ stack, values, environment }: RawConfig): RegionSettings {
  return {
    stack,
    configured: values["aws:region"],
    unchecked: values["aws:skipRegionValidation"] === "true",
    environment,
  };
}

/** The region of a config that was parsed, so there is one. */
function regionIn(raw: RawConfig): Region {
  return regionOf(regionSettings(raw)) as Region;
}

type Owner = Pick<RawConfig, "project" | "stack">;

/**
 * Throws a RunError where a component's arguments have problems, in the words of the config: the environment's name is the stack's.
 * `others` are in these words already.
 */
export function refuseArguments(
  owner: Owner,
  problems: readonly Problem[],
  others: readonly Problem[] = [],
): void {
  refuse(owner, [...others, ...inConfig(owner, problems)]);
}

function inConfig({ project }: Owner, problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, reason }) => ({
    path: path === "environmentName" ? "name of the stack" : `${project}:${path}`,
    reason,
  }));
}

function refuse(owner: Owner, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigError(owner, problems);
}

/** Settings that can't be used. The engine prints a RunError's message without a stack trace. */
export class ConfigError extends pulumi.RunError {
  readonly problems: readonly Problem[];

  constructor({ stack }: Owner, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 setting" : `${problems.length} settings`;
    const lines = problems.map(({ path, reason }) => `  ${path}: ${reason}`);
    super([`Pulumi.${stack}.yaml: ${count} can't be used; nothing was changed.`, ...lines].join("\n"));
    this.problems = problems;
  }
}
