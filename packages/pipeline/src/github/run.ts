import { existsSync, readFileSync } from "node:fs";
import { UserError } from "@ublog/terminal/errors";
import * as z from "zod";
import { readJson } from "../json.ts";
import type { Environment } from "./workflowOutput.ts";

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

/** Whether a run is for a merge queue: for several pull requests together, each of which has had its own runs. */
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

/** A variable that a command requires. */
export function needed(env: Environment, name: string): string {
  const value = env[name];
  if (!value)
    throw new UserError(`The environment variable ${name} is not set. GitHub Actions sets it in a workflow.`);
  return value;
}
