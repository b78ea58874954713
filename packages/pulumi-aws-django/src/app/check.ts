import * as pulumi from "@pulumi/pulumi";
import type { BaseContract } from "../contract.ts";
import { type Problem, wrongValue } from "../shared/errors.ts";
import { plainValue } from "../shared/inputs.ts";
import type { DjangoAppArgs } from "./args.ts";
import { checkBaseContract, NO_MAIL, NO_NAMESPACE, NO_ZONE } from "./base.ts";
import { checkProcesses } from "./checkProcesses.ts";
import { checkRoutes } from "./checkRoutes.ts";
import { checkChoices, checkHostName, checkOpeningHours, checkSettings } from "./checkSettings.ts";
import { checkVariables } from "./checkVariables.ts";
import { MAX_APP_NAME } from "./names.ts";
import { planProcesses } from "./planProcesses.ts";
import { DEFAULT_REQUEST_TIMEOUT } from "./timeouts.ts";

/**
 * What is wrong with the arguments of a DjangoApp: all of it at once. Values that are outputs aren't known yet and pass. The base
 * can be left out where it isn't known yet either, as in the config of a stack.
 */
export function checkDjangoAppArgs(
  name: string,
  args: Omit<DjangoAppArgs, "base"> & Partial<Pick<DjangoAppArgs, "base">>,
): Problem[] {
  const unknown = checkKnown(args);
  if (unknown.length > 0) return unknown;
  const choices = checkChoices(args);
  // What follows from a choice that doesn't exist would only confuse.
  const processes = choices.length > 0 ? undefined : planProcesses(name, args, 60);
  return [
    ...checkAppName(name),
    ...("base" in args ? checkBase(args) : []),
    ...checkHostName(args),
    ...choices,
    ...checkSettings(args),
    ...checkOpeningHours(args),
    ...checkVariables(args),
    ...(processes === undefined ? [] : [...checkProcesses(name, args, processes), ...checkRoutes(processes)]),
  ];
}

/** Arguments that may come late as a whole. Of all others only values inside may. */
const LATE: readonly string[] = ["base", "hostName"];

/** Arguments whose shape isn't known while the program runs, though it decides what there is. */
function checkKnown(args: object): Problem[] {
  const late = Object.entries(args).filter(
    ([name, value]) => !LATE.includes(name) && (pulumi.Output.isInstance(value) || value instanceof Promise),
  );
  const reason =
    "is an output (or a secret) as a whole, and what is in it decides which resources there are. Write its names as they are, and only the values as outputs or secrets.";
  return late.map(([path]) => ({ path, reason }));
}

function checkAppName(name: string): Problem[] {
  const fits = /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) && name.length <= MAX_APP_NAME;
  const remedy = `Write at most ${MAX_APP_NAME} small letters, digits and hyphens, beginning with a letter and ending with a letter or digit: it is in host names and in the names of all resources.`;
  return fits ? [] : [wrongValue("name", name, remedy)];
}

/** The base, and what the app wants of it. */
function checkBase(args: Partial<DjangoAppArgs>): Problem[] {
  if (args.base !== undefined && plainValue(args.base) === undefined) return [];
  const base = args.base as BaseContract | undefined;
  const problems = checkBaseContract(base);
  if (problems.length > 0 || base === undefined) return problems;
  return [
    ...(args.dns === true && base.zoneId === undefined ? [{ path: "dns", reason: NO_ZONE }] : []),
    ...(args.mail === true && base.mail === undefined ? [{ path: "mail", reason: NO_MAIL }] : []),
    ...(args.serviceDiscovery === true && base.serviceDiscovery === undefined
      ? [{ path: "serviceDiscovery", reason: NO_NAMESPACE }]
      : []),
    ...checkIdleTimeout(args, base),
  ];
}

function checkIdleTimeout(args: Partial<DjangoAppArgs>, { loadBalancer }: BaseContract): Problem[] {
  const idleTimeout = plainValue(loadBalancer.idleTimeout);
  const requestTimeout = args.requestTimeout ?? DEFAULT_REQUEST_TIMEOUT;
  if (idleTimeout === undefined || requestTimeout <= idleTimeout) return [];
  return [wrongValue("requestTimeout", requestTimeout, tooLong(idleTimeout))];
}

function tooLong(idleTimeout: number): string {
  return `The base's load balancer gives up after ${idleTimeout} seconds. Write at most ${idleTimeout}, or raise \`loadBalancer.idleTimeout\` of the base.`;
}
