import type * as pulumi from "@pulumi/pulumi";
import { physicalName } from "../../vocabulary.ts";
import type { AppContext } from "../context.ts";
import { has } from "../plan/parts.ts";
import type { AppSettings, Process, Processes } from "../plan/processes.ts";
import { visibilityTimeout } from "../plan/timeouts.ts";
import { type ProcessVariables, retiredReferences, variablesByProcess } from "../plan/variables.ts";
import type { Database } from "./database.ts";
import { internalHostName } from "./discovery.ts";
import { makeSecretKey, makeSecrets } from "./secrets.ts";

/** The variables of an app's processes. */
export interface AppVariables {
  of(process: Process): ProcessVariables;
  /** What ECS reads the secrets of all processes from, and those of revisions that still run. */
  secretReferences: pulumi.Input<string>[];
}

/** Works out the variables of all processes, and makes the secrets that the app keeps itself. */
export function makeVariables(
  args: AppSettings,
  processes: Processes,
  given: { hostName: pulumi.Input<string>; url: pulumi.Input<string>; database: Database },
  context: AppContext,
): AppVariables {
  const gunicorn = processes.services.find(({ word }) => word === "gunicorn");
  const facts = {
    hostName: given.hostName,
    url: given.url,
    database: given.database.access,
    app: context.app,
    environment: context.environment,
    base: context.base,
    settingsModule: args.django?.settingsModule ?? "backend.settings.production",
    sentryDsn: args.django?.sentryDsn ?? "",
    healthCheckPath: gunicorn?.route?.healthCheck.path ?? "",
    secretKeyArn: makeSecretKey(context),
    visibilityTimeout: visibilityTimeout(
      processes.services.flatMap(({ worker }) => (worker === undefined ? [] : [worker.taskTimeout])),
    ),
    mail: has("mail", args),
    internalHostName: has("serviceDiscovery", args)
      ? internalHostName(physicalName("gunicorn"), context)
      : undefined,
  };
  const secrets = makeSecrets(args.secretValues ?? {}, context);
  const variables = variablesByProcess(args, processes, facts, secrets);
  return {
    of: (process) => {
      const found = variables.get(process);
      if (found === undefined) throw new Error(`no variables for ${process.path}`);
      return found;
    },
    secretReferences: [
      ...[...variables.values()].flatMap((one) => Object.values(one.secrets)),
      ...retiredReferences(args, processes, secrets),
      ...given.database.references,
    ],
  };
}
