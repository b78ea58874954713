import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Container } from "../../ecs/container.ts";
import { canonicalJson } from "../../shared/json.ts";
import type { AppContext } from "../context.ts";
import { type DatabaseScriptEnvironment, databaseScript, scramVerifier } from "../database/script.ts";
import { DATABASE_CONTAINER, databaseLogins, databaseName, databaseOwner } from "../names.ts";
import { type DatabaseAccess, jsonKey } from "../plan/environment.ts";
import { has } from "../plan/parts.ts";
import type { AppSettings } from "../plan/processes.ts";
import { makeSecret, type StoredSecret } from "./secrets.ts";

/** The app's database: how its processes sign in, and the container of the update task that makes it. */
export interface Database {
  access: DatabaseAccess;
  /** ARN of the secret with the app's own login, even where its processes don't use that. */
  loginArn: pulumi.Input<string>;
  /** Undefined where the app doesn't make its database. */
  container?: DatabaseContainer;
  /** What ECS reads for the container, and for tasks of revisions that were made with another setting. */
  references: pulumi.Input<string>[];
}

/** The container that makes a database; the task that it is in adds where it logs. */
export type DatabaseContainer = Omit<Container, "logs" | "readonlyRootFilesystem">;

/** Seconds in which it has to be done: the most that Fargate has the next container wait. */
const START_TIMEOUT = 120;

/** The major version that a base had before its contract said so. */
const FORMER_MAJOR_VERSION = 17;

/** Makes the app's login to its database, and describes the container that makes the database itself. */
export function makeDatabase(args: AppSettings, context: AppContext): Database {
  const { base } = context;
  const masterArn = base.get((b) => b.database.secretArn);
  // Made even if nothing new reads it: tasks of earlier revisions do, and may start at any time.
  const login = makeLogin(context);
  if (!has("database", args)) {
    const secretName = base.get((b) => b.database.secretName);
    return {
      access: { secretArn: masterArn, secretName, isOwn: false },
      loginArn: login.arn,
      references: [masterArn, login.arn],
    };
  }
  const { image, repositoryCredentialsArn, extensions = [] } = args.database ?? {};
  const container: DatabaseContainer = {
    name: DATABASE_CONTAINER,
    image: image ?? publicImage(context),
    essential: false,
    entryPoint: ["sh", "-c"],
    command: [databaseScript],
    ...scriptVariables(extensions, { masterArn, loginArn: login.arn }, context),
    ports: [],
    mounts: [],
    startTimeout: START_TIMEOUT,
    init: true,
    dependsOn: {},
    credentialsArn: repositoryCredentialsArn,
  };
  return {
    access: { secretArn: login.arn, secretName: login.name, isOwn: true },
    loginArn: login.arn,
    container,
    references: [masterArn, ...(repositoryCredentialsArn === undefined ? [] : [repositoryCredentialsArn])],
  };
}

/** What the script reads: as plain values, and as secrets. */
function scriptVariables(
  extensions: readonly string[],
  { masterArn, loginArn }: { masterArn: pulumi.Input<string>; loginArn: pulumi.Input<string> },
  { app, base }: AppContext,
): Pick<DatabaseContainer, "environment" | "secrets"> {
  const [login, otherLogin] = databaseLogins(app);
  const names: Omit<DatabaseScriptEnvironment, "VERIFIER"> = {
    DATABASE: databaseName(app),
    OWNER: databaseOwner(app),
    LOGIN: login,
    OTHER_LOGIN: otherLogin,
    EXTENSIONS: extensions.join(","),
  };
  return {
    environment: {
      ...names,
      PGHOST: base.get((b) => b.database.host),
      PGPORT: base.get((b) => b.database.port).apply(String),
      PGSSLMODE: "require",
      PGCONNECT_TIMEOUT: "10",
    },
    secrets: {
      PGUSER: jsonKey(masterArn, "username"),
      PGPASSWORD: jsonKey(masterArn, "password"),
      VERIFIER: jsonKey(loginArn, "verifier"),
    },
  };
}

function publicImage({ base }: AppContext): pulumi.Output<string> {
  const major = base.get<number | undefined>((b) => b.database.majorVersion);
  return pulumi.interpolate`public.ecr.aws/docker/library/postgres:${major.apply((known) => known ?? FORMER_MAJOR_VERSION)}`;
}

/** The secret with the app's login. Letters and digits only: nothing has to be escaped in a URL. */
function makeLogin(context: AppContext): StoredSecret {
  const { app, base, opts } = context;
  const [username] = databaseLogins(app);
  const dbname = databaseName(app);
  const password = new random.RandomPassword(`${app}-database`, { length: 40, special: false }, opts).result;
  const host = base.get((b) => b.database.host);
  const port = base.get((b) => b.database.port);
  const url = pulumi.interpolate`postgres://${username}:${password}@${host}:${port}/${dbname}?sslmode=require`;
  // The salt follows from the password, so that another one comes with another password only.
  const verifier = password.apply((clear) =>
    scramVerifier(clear, createHmac("sha256", clear).update("salt").digest().subarray(0, 16)),
  );
  const value = { username, password, verifier, host, port, dbname, url };
  return makeSecret("database", pulumi.output(value).apply(canonicalJson), context);
}
