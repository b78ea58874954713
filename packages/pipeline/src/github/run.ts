import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { UserError } from "@ublog/terminal/errors";
import { painter, type Style } from "@ublog/terminal/paint";
import * as z from "zod";
import { readJson } from "../json.ts";

/** What GitHub Actions tells a step through its environment. On a laptop most of it is missing. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Gives a value to later steps and jobs; on a laptop it is printed. */
export function setOutput(env: Environment, name: string, value: string): void {
  if (!env.GITHUB_OUTPUT) {
    console.log(`${name}=${value}`);
    return;
  }
  const end = `end-${randomUUID()}`;
  appendFileSync(env.GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`);
}

/** Adds to the page of the run; on a laptop it is printed. */
export function addSummary(env: Environment, markdown: string): void {
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, `${markdown}\n\n`);
  else console.log(markdown);
}

/** Tells of an error where the person will look: on the run's page, or in the terminal. */
export function showError(env: Environment, message: string): void {
  tell(env, "error", "red", message);
}

/** Tells of something that a person should see before going on: on the run's page, or in the terminal. */
export function showWarning(env: Environment, message: string): void {
  tell(env, "warning", "yellow", message);
}

function tell(env: Environment, kind: "error" | "warning", colour: Style, message: string): void {
  const escaped = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const paint = painter(process.stderr, env);
  console.error(
    env.GITHUB_ACTIONS === "true" ? `::${kind}::${escaped}` : `${paint(colour, `${kind}:`)} ${message}`,
  );
}

const Repository = z.looseObject({ full_name: z.string() });
const Event = z.looseObject({
  pull_request: z
    .looseObject({
      number: z.number(),
      body: z.string().nullish(),
      user: z.looseObject({ login: z.string() }).nullish(),
      head: z.looseObject({ repo: Repository.nullish() }).optional(),
      base: z.looseObject({ repo: Repository.nullish() }).optional(),
    })
    .optional(),
  merge_group: z.looseObject({}).optional(),
});

/** A pull request that a run is for. */
export interface PullRequest {
  number: number;
  description: string;
  /** Whether it comes from another repository or from Dependabot, and gets no credentials for that. */
  fromOutside: boolean;
}

/** The pull request that a run is for, if it is for one. */
export function pullRequestOf(env: Environment): PullRequest | undefined {
  const request = eventOf(env)?.pull_request;
  if (request === undefined) return undefined;
  const { number, body, user, head, base } = request;
  const fromFork = head !== undefined && head.repo?.full_name !== base?.repo?.full_name;
  return { number, description: body ?? "", fromOutside: fromFork || user?.login === "dependabot[bot]" };
}

/** Whether a run is for a merge queue: for pull requests together, each of which has had its own runs. */
export function isMergeGroup(env: Environment): boolean {
  return eventOf(env)?.merge_group !== undefined;
}

function eventOf(env: Environment): z.infer<typeof Event> | undefined {
  if (!env.GITHUB_EVENT_PATH || !existsSync(env.GITHUB_EVENT_PATH)) return undefined;
  return readJson(
    Event,
    readFileSync(env.GITHUB_EVENT_PATH, "utf8"),
    `The event in GITHUB_EVENT_PATH, ${env.GITHUB_EVENT_PATH},`,
  );
}

/** The page of the run, for links. */
export function runUrl(env: Environment): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined;
}

/** A variable that a command can't do without. */
export function needed(env: Environment, name: string): string {
  const value = env[name];
  if (!value)
    throw new UserError(`The environment variable ${name} is not set. GitHub Actions sets it in a workflow.`);
  return value;
}
