import type * as pulumi from "@pulumi/pulumi";
import type { EnvironmentValue } from "../containerArgs.ts";
import {
  ENVIRONMENT,
  type EnvironmentFacts,
  type EnvironmentProcess,
  type EnvironmentVariable,
  type Variables,
} from "./environment.ts";
import type { AppSettings, Process, Processes, ServiceProcess } from "./processes.ts";
import { resolveReferences } from "./references.ts";

/** The variables of a process, and those of them that the app itself gives it, which others may refer to. */
export interface ProcessVariables extends Variables {
  contract: Variables;
}

/** Whether a variable is for a process. */
export function isFor(
  row: EnvironmentVariable,
  process: Pick<EnvironmentProcess, "image" | "worker">,
): boolean {
  if (row.audience === "worker") return process.worker !== undefined;
  return row.audience === "all" || row.audience === process.image;
}

/** The variables that the app itself gives to a process. */
export function contractVariables(facts: EnvironmentFacts, process: EnvironmentProcess): Variables {
  const variables: Variables = { environment: {}, secrets: {} };
  for (const row of ENVIRONMENT) {
    if (!isFor(row, process) || row.released) continue;
    const value = row.value?.(facts, process);
    if (value !== undefined) variables.environment[row.name] = value;
    const secret = row.secret?.(facts);
    if (secret !== undefined) variables.secrets[row.name] = secret;
  }
  return variables;
}

/** Several sets of variables as one: a later one wins, and ECS allows a name only once, plain or secret. */
export function mergeVariables(...sets: readonly Partial<Variables>[]): Variables {
  const merged: Variables = { environment: {}, secrets: {} };
  for (const { environment = {}, secrets = {} } of sets) {
    for (const [name, value] of Object.entries(environment)) {
      merged.environment[name] = value;
      delete merged.secrets[name];
    }
    for (const [name, value] of Object.entries(secrets)) {
      merged.secrets[name] = value;
      delete merged.environment[name];
    }
  }
  return merged;
}

/** The variables of every process: the app's, then the user's for all, then the user's for this one; a later one wins. */
export function variablesByProcess(
  args: AppSettings,
  { services, update, scheduled }: Processes,
  facts: EnvironmentFacts,
  made: Record<string, pulumi.Input<string>>,
): Map<Process, ProcessVariables> {
  const retired = new Set(args.retiredSecrets);
  const current = <T>(secrets: Record<string, T>) =>
    Object.fromEntries(Object.entries(secrets).filter(([name]) => !retired.has(name)));
  const all: (Process | ServiceProcess)[] = [...services, update, ...scheduled];
  return new Map(
    all.map((process) => {
      const gracefulTimeout = "route" in process ? process.route?.gracefulTimeout : undefined;
      const { path, image, worker, environment, secrets } = process;
      const contract = contractVariables(facts, { image, worker, gracefulTimeout });
      const own = (place: string, values: Record<string, EnvironmentValue>) =>
        resolveReferences(place, values, contract);
      const merged = mergeVariables(
        contract,
        ...(image === "backend"
          ? [own("environment", args.environment ?? {}), { secrets: current({ ...args.secrets, ...made }) }]
          : []),
        own(`${path}.environment`, environment),
        { secrets: current(secrets) },
      );
      return [process, { ...merged, contract }];
    }),
  );
}

/** What tasks of earlier revisions read their secrets from, under names that new revisions don't get. */
export function retiredReferences(
  args: AppSettings,
  { services, update, scheduled }: Processes,
  made: Record<string, pulumi.Input<string>>,
): pulumi.Input<string>[] {
  const all = [
    args.secrets ?? {},
    made,
    ...[...services, update, ...scheduled].map(({ secrets }) => secrets),
  ];
  return (args.retiredSecrets ?? []).flatMap((name) => all.flatMap((secrets) => secrets[name] ?? []));
}
