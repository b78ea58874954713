import type { HostedZone } from "@aws-sdk/client-route-53";
import { isAwsError } from "@ublog/app-update/src/aws/errors.ts";
import { type DeployTargets, parseTargets } from "@ublog/app-update/src/targets.ts";
import { projectName } from "@ublog/pipeline/src/stackFiles.ts";
import { UsageError, UserError } from "@ublog/terminal/errors";
import { findProject } from "@ublog/terminal/findProject";
import { deployTargetsParameterName } from "pulumi-aws-django/vocabulary";
import type { Ask } from "./aws/operations.ts";
import { cutOff } from "./failure.ts";
import { NotAsked } from "./finding.ts";
import { isPlaceholder } from "./placeholders.ts";
import type { Port } from "./port.ts";
import { home } from "./regions.ts";
import { readStacks, type Stacks } from "./stacks.ts";

/** What the command line says. */
export interface Wish {
  /** The stack that is meant. */
  stack?: string;
  /** The version whose images are looked for. */
  version?: string;
}

/** Who asks AWS. */
export interface Account {
  account: string;
  arn: string;
}

/** A stack that is up, as its outputs say. */
export type Outputs = Readonly<Record<string, unknown>>;

/** The zone that the base names, as Route 53 has it. */
export interface Zone {
  /** The domain of the base. */
  domain: string;
  zoneId: string;
  /** Undefined where there is no such zone. */
  zone?: HostedZone;
  nameServers: string[];
}

/**
 * What several questions rest on, each found out once, when it is first needed. One that can't be found out throws NotAsked, or the
 * failure itself: then the question wasn't asked either.
 */
export interface Facts {
  port: Port;
  wish: Wish;
  /** Whether AWS is the sandbox's. */
  standIn: boolean;
  /** The folder of the Pulumi project, and its name. */
  project(): Promise<{ folder: string; name: string }>;
  /** The stack files. */
  stacks(): Promise<Stacks>;
  /** Of the stack files, otherwise of the environment. */
  region(): Promise<string>;
  /** The profile of the AWS configuration: of the stack files, otherwise of the environment. */
  profile(): Promise<string | undefined>;
  /** The time at AWS, and here when it was asked, in milliseconds since 1970. */
  network(): Promise<{ there: number; here: number }>;
  /** AWS in the region. */
  aws(): Promise<Ask>;
  /** AWS in the region of the partition that every account has. */
  awsAtHome(): Promise<Ask>;
  /** The credentials' account. */
  account(): Promise<Account>;
  /** The outputs of the base stack; undefined where it isn't up. */
  base(): Promise<Outputs | undefined>;
  /** The environments that are up, by stack. */
  environments(): Promise<Record<string, DeployTargets>>;
  /** The domain and the zone of the base. */
  zone(): Promise<Zone>;
  /** The domain that the base sends mail as. */
  mail(): Promise<{ domain: string }>;
}

/** What a question can need. */
export type Need = "project" | "stacks" | "region" | "network" | "account" | "zone" | "mail";

/** What each need is, in a few words. */
export const NEEDS: Readonly<Record<Need, string>> = {
  project: "a project",
  stacks: "stack files",
  region: "a region",
  network: "a network",
  account: "credentials",
  zone: "a zone",
  mail: "mail",
};

export function findFacts(port: Port, wish: Wish, signal: AbortSignal): Facts {
  const standIn = port.env.SANDBOX_WORLD !== undefined;
  const facts: Facts = {
    port,
    wish,
    standIn,
    project: once(async () => {
      const folder = findProject(port.folder);
      if (folder === undefined) throw new NotAsked("there is no Pulumi.yaml in this folder or above it");
      return { folder, name: projectName(folder) };
    }),
    stacks: once(async () => {
      const { folder } = await facts.project();
      try {
        return await readStacks(folder, wish.stack, port.env);
      } catch (error) {
        if (error instanceof UsageError || !(error instanceof UserError)) throw error;
        throw new NotAsked("the stack files can't be read", { cause: error });
      }
    }),
    region: once(async () => {
      const { base, apps } = await facts.stacks().catch(() => ({ base: undefined, apps: [] }));
      const given = [base, ...apps].map((stack) => stack?.region).find(Boolean);
      const region = given ?? (port.env.AWS_REGION || port.env.AWS_DEFAULT_REGION);
      if (!region) throw new NotAsked("no region is set: aws:region in a stack file, or AWS_REGION");
      return region;
    }),
    profile: once(async () => {
      const { base, apps } = await facts.stacks().catch(() => ({ base: undefined, apps: [] }));
      return (
        [base, ...apps].map((stack) => stack?.profile).find(Boolean) ?? (port.env.AWS_PROFILE || undefined)
      );
    }),
    network: once(async () => {
      const url = port.env.AWS_ENDPOINT_URL || `https://sts.${home(await facts.region()).host}`;
      const before = port.now();
      try {
        const there = await port.timeAt(url, signal);
        return { there, here: (before + port.now()) / 2 };
      } catch (error) {
        throw new NotAsked(`AWS can't be reached (${cutOff(error) ?? "no answer"})`, { cause: error });
      }
    }),
    aws: once(async () => port.connect(await settings())),
    awsAtHome: once(async () => {
      const { region, ...others } = await settings();
      return port.connect({ ...others, region: home(region).region });
    }),
    account: once(async () => {
      await facts.network();
      const aws = await facts.awsAtHome();
      const { Account: account = "", Arn: arn = "" } = await aws("sts.GetCallerIdentity", {}).catch(
        (error: unknown) => {
          throw new NotAsked("there are no credentials that AWS accepts", { cause: error });
        },
      );
      return { account, arn };
    }),
    base: once(async () => {
      const [{ folder }, { base }] = await Promise.all([facts.project(), facts.stacks()]);
      if (base === undefined) return undefined;
      return outputsOf(port, folder, base.stack);
    }),
    environments: once(async () => {
      const { project, apps } = await facts.stacks();
      const aws = await facts.aws();
      const found: Record<string, DeployTargets> = {};
      for (const { stack, config } of apps) {
        const parameter = deployTargetsParameterName(project, config.args.environmentName ?? stack);
        try {
          const { Parameter } = await aws("ssm.GetParameter", { Name: parameter });
          found[stack] = parseTargets(parameter, Parameter?.Value ?? "");
        } catch (error) {
          if (!isAwsError(error, "ParameterNotFound")) throw error;
        }
      }
      return found;
    }),
    zone: once(async () => {
      const { base } = await facts.stacks();
      const { domainName, zoneId, trial } = base?.config.args ?? {};
      if (base === undefined) throw new NotAsked("there is no base whose settings can be read");
      if (trial !== undefined) throw new NotAsked("the base is a trial without a domain");
      if (!domainName) throw new NotAsked(`${base.file} has no domain`);
      if (!zoneId) throw new NotAsked("the base brings its own certificate");
      const [domain, id] = [String(domainName), String(zoneId)];
      if (isPlaceholder(domain) || isPlaceholder(id))
        throw new NotAsked(`${base.file} still has the domain or the zone of the example`);
      await facts.account();
      const aws = await facts.aws();
      try {
        const answer = await aws("route53.GetHostedZone", { Id: id });
        return {
          domain,
          zoneId: id,
          ...(answer.HostedZone && { zone: answer.HostedZone }),
          nameServers: answer.DelegationSet?.NameServers ?? [],
        };
      } catch (error) {
        if (!isAwsError(error, "NoSuchHostedZone", "InvalidInput")) throw error;
        return { domain, zoneId: id, nameServers: [] };
      }
    }),
    mail: once(async () => {
      const { base } = await facts.stacks();
      if (base === undefined) throw new NotAsked("there is no base whose settings can be read");
      const { mail, domainName } = base.config.args;
      if (mail?.enabled !== true) throw new NotAsked("the base sends no mail");
      return { domain: String(mail.domainName ?? domainName) };
    }),
  };

  async function settings() {
    const [region, profile] = await Promise.all([facts.region(), facts.profile()]);
    return { region, signal, ...(profile && { profile }) };
  }
  return facts;
}

/** Makes something when it is first asked for, and once. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The outputs of a stack, from Pulumi's backend; undefined where the stack was never brought up. */
async function outputsOf(port: Port, folder: string, stack: string): Promise<Outputs | undefined> {
  const args = ["stack", "output", "--json", "--stack", stack, "--cwd", folder, "--non-interactive"];
  const ran = await port.run("pulumi", args);
  if (ran === undefined) throw new NotAsked("there is no Pulumi CLI");
  if (ran.code !== 0) {
    if (/no stack named|stack .* not found/i.test(ran.stderr)) return undefined;
    throw new NotAsked(`Pulumi can't read the stack ${stack}`);
  }
  const outputs = JSON.parse(ran.stdout) as Outputs;
  return Object.keys(outputs).length === 0 ? undefined : outputs;
}
