import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import * as z from "zod";
import { UserError } from "../userError.ts";

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
  const escaped = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  console.error(env.GITHUB_ACTIONS === "true" ? `::error::${escaped}` : `error: ${message}`);
}

const Event = z.looseObject({
  pull_request: z.looseObject({ number: z.number(), body: z.string().nullish() }).optional(),
});

/** The pull request that a run is for, if it is for one. */
export function pullRequestOf(env: Environment): { number: number; description: string } | undefined {
  if (!env.GITHUB_EVENT_PATH || !existsSync(env.GITHUB_EVENT_PATH)) return undefined;
  const event = Event.safeParse(JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8")));
  const request = event.data?.pull_request;
  return request && { number: request.number, description: request.body ?? "" };
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
