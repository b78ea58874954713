import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_IDLE_TIMEOUT } from "../../contracts/baseContract.ts";
import { checkValue, type Problem } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import { isAppName, MAX_APP_NAME } from "../../shared/names.ts";
import type { DjangoAppArgs } from "../args.ts";
import { checkParts } from "../plan/parts.ts";
import { planProcesses } from "../plan/planProcesses.ts";
import { checkBase } from "./base.ts";
import { checkDatabase } from "./database.ts";
import { checkHostNames } from "./hostNames.ts";
import { checkProcesses } from "./processes.ts";
import { checkReferences } from "./references.ts";
import { checkRoutes } from "./routes.ts";
import { checkChoices, checkOpeningHours, checkSettings } from "./settings.ts";
import { checkSidecars } from "./sidecars.ts";
import { checkVariables } from "./variables.ts";
import { checkVolumes } from "./volumes.ts";

/**
 * Everything that is wrong with the arguments of a DjangoApp, at once. Values that are outputs aren't known yet and pass. The base
 * can be left out where it isn't known yet either, as in the config of a stack.
 */
export function checkDjangoAppArgs(
  name: string,
  args: Omit<DjangoAppArgs, "base"> & Partial<Pick<DjangoAppArgs, "base">>,
): Problem[] {
  const unknown = checkKnown(args);
  if (unknown.length > 0) return unknown;
  const choices = checkChoices(args);
  // Problems that follow from a choice that doesn't exist would only confuse.
  const idleTimeout = plainValue(args.base)?.loadBalancer?.idleTimeout ?? DEFAULT_IDLE_TIMEOUT;
  const processes = choices.length > 0 ? undefined : planProcesses(name, args, idleTimeout);
  return [
    ...checkAppName("name", name, "the names of all resources"),
    ...checkAppName(
      "environmentName",
      args.environmentName,
      "the host name and in that of the deploy targets",
    ),
    ...("base" in args ? checkBase(name, args, processes) : []),
    ...checkHostNames(args),
    ...choices,
    ...checkParts(args),
    ...checkSettings(args),
    ...checkOpeningHours(args),
    ...checkDatabase(args),
    ...checkVariables(args),
    ...(processes === undefined
      ? []
      : [
          ...checkProcesses(name, args, processes),
          ...checkReferences(args, processes),
          ...checkRoutes(processes),
          ...checkSidecars(args, processes),
          ...checkVolumes(args, processes),
        ]),
  ];
}

/** Arguments that may come late as a whole. Of all others only values inside may. */
const LATE: readonly string[] = ["base", "hostName"];

/** Arguments whose shape isn't known while the program runs, although it decides which resources there are. */
function checkKnown(args: object): Problem[] {
  const late = Object.entries(args).filter(
    ([name, value]) => !LATE.includes(name) && (pulumi.Output.isInstance(value) || value instanceof Promise),
  );
  const reason =
    "is an output (or a secret) as a whole, and what is in it decides which resources there are. Write its names as they are, and only the values as outputs or secrets.";
  return late.map(([path]) => ({ path, reason }));
}

/** A name of the app or its environment. `use` says where it is seen. */
function checkAppName(path: string, name: string | undefined, use: string): Problem[] {
  const remedy = `Write at most ${MAX_APP_NAME} small letters, digits and hyphens, beginning with a letter and ending with a letter or digit: it is in ${use}.`;
  return checkValue(path, name, isAppName, remedy);
}
