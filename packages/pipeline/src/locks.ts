import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { messageOf } from "@ublog/terminal/errors";
import * as z from "zod";
import type { Environment } from "./github/workflowOutput.ts";
import type { Lock } from "./lock.ts";
import { pulumi } from "./pulumi.ts";
import { projectName } from "./stackFiles.ts";
import { listStacks } from "./state.ts";

/**
 * The lock that a stack has, if it has one. It is looked up where the backend keeps it: only a change takes the lock and
 * runs into somebody else's, and a preview does neither. If it can't be found out, that is reported, and none is returned.
 */
export async function findLock(stack: string, project: string, env: Environment): Promise<Lock | undefined> {
  try {
    const backend = env.PULUMI_BACKEND_URL || (await backendInUse(project));
    const folder = `.pulumi/locks/organization/${projectName(project)}/${stack}`;
    if (backend.startsWith("file://")) return lockInFolder(join(folderOf(backend, project), folder));
    if (backend.startsWith("s3://")) return lockInBucket(new URL(backend), folder);
    if (!backend.startsWith("http")) return undefined;
    const found = (await listStacks(project)).find(({ name }) => name.split("/").at(-1) === stack);
    return found?.updateInProgress === true ? {} : undefined;
  } catch (error) {
    console.error(`Whether ${stack} is locked can't be found out: ${messageOf(error)}`);
    return undefined;
  }
}

const WhoAmI = z.looseObject({ url: z.string() });

async function backendInUse(project: string): Promise<string> {
  const { stdout } = await pulumi(["whoami", "--json"], { cwd: project });
  return WhoAmI.parse(JSON.parse(stdout)).url;
}

/** The folder of a `file://` backend. */
function folderOf(backend: string, project: string): string {
  const path = decodeURIComponent(backend.slice("file://".length).replace(/\?.*$/s, ""));
  return resolve(project, path.replace(/^~/, homedir()));
}

function lockInFolder(folder: string): Lock | undefined {
  if (!existsSync(folder)) return undefined;
  const file = readdirSync(folder).find((name) => name.endsWith(".json"));
  return file === undefined ? undefined : parseLock(readFileSync(join(folder, file), "utf8"));
}

const Listing = z.looseObject({ Contents: z.array(z.looseObject({ Key: z.string() })).nullish() });

/** Asks the AWS CLI, which GitHub's runners have. */
function lockInBucket({ hostname, pathname, searchParams }: URL, folder: string): Lock | undefined {
  const prefix = [...pathname.split("/").filter((part) => part !== ""), folder, ""].join("/");
  const options = [
    ["--region", searchParams.get("region")],
    ["--profile", searchParams.get("profile")],
    ["--endpoint-url", endpointOf(searchParams)],
  ].flatMap(([name, value]) => (name && value ? [name, value] : []));
  const aws = (...args: string[]) =>
    execFileSync("aws", [...args, ...options], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const listed = aws(
    "s3api",
    "list-objects-v2",
    "--bucket",
    hostname,
    "--prefix",
    prefix,
    "--output",
    "json",
  );
  const { Contents } = Listing.parse(JSON.parse(listed.trim() || "{}"));
  const lock = Contents?.find(({ Key }) => Key.endsWith(".json"));
  return lock && parseLock(aws("s3", "cp", `s3://${hostname}/${lock.Key}`, "-"));
}

function endpointOf(parameters: URLSearchParams): string | undefined {
  const endpoint = parameters.get("endpoint");
  if (endpoint === null || /^https?:/.test(endpoint)) return endpoint ?? undefined;
  return `${parameters.get("disableSSL") === "true" ? "http" : "https"}://${endpoint}`;
}

const LockFile = z.looseObject({
  pid: z.number(),
  username: z.string(),
  hostname: z.string(),
  timestamp: z.coerce.date(),
});

function parseLock(json: string): Lock {
  const { pid, username, hostname, timestamp } = LockFile.parse(JSON.parse(json));
  return { holder: `${username}@${hostname} (pid ${pid})`, since: timestamp };
}
