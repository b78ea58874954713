import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

export const repository = fileURLToPath(new URL("../../../../", import.meta.url));

export interface Step {
  id?: string;
  name?: string;
  if?: string;
  uses?: string;
  run?: string;
  shell?: string;
  with?: Record<string, string | number | boolean>;
  env?: Record<string, string>;
}

export interface Job {
  name?: string;
  needs?: string | string[];
  if?: string;
  permissions?: Record<string, string>;
  environment?: string | { name: string; url?: string };
  "runs-on"?: string;
  "timeout-minutes"?: number;
  strategy?: { "fail-fast"?: boolean; matrix?: Record<string, unknown> };
  outputs?: Record<string, string>;
  env?: Record<string, string>;
  /** Another workflow, and what it is given. */
  uses?: string;
  with?: Record<string, string | number | boolean>;
  steps?: Step[];
}

export interface Workflow {
  name: string;
  on: Record<
    string,
    {
      inputs?: Record<string, { type?: string; default?: string | boolean; required?: boolean }>;
      outputs?: Record<string, { value: string }>;
      secrets?: Record<string, unknown>;
    } | null
  >;
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean | string };
  env?: Record<string, string>;
  jobs: Record<string, Job>;
}

export interface Action {
  name: string;
  inputs?: Record<string, { description?: string; default?: string; required?: boolean }>;
  outputs?: Record<string, { value?: string }>;
  runs: { using: string; steps?: Step[] };
}

/** Everything that GitHub runs, by file. */
export interface Pipelines {
  workflows: Record<string, Workflow>;
  /** Local actions by folder. */
  actions: Record<string, Action>;
  /** The text of all of these files, by path. */
  texts: Record<string, string>;
}

/** A change of one of the files, to see what the rules make of it. */
export interface Breakage {
  file: string;
  from: string;
  to?: string;
}

export function readPipelines(broken?: Breakage): Pipelines {
  const texts: Record<string, string> = {};
  const read = <T>(path: string): T => {
    const text = readFileSync(join(repository, path), "utf8");
    texts[path] = path === broken?.file ? replaced(text, broken) : text;
    return parse(texts[path]) as T;
  };
  const files = readdirSync(join(repository, ".github/workflows"));
  return {
    workflows: Object.fromEntries(files.map((file) => [file, read<Workflow>(`.github/workflows/${file}`)])),
    actions: Object.fromEntries(
      actionFolders().map((folder) => [folder, read<Action>(`${folder}/action.yml`)]),
    ),
    texts,
  };
}

function actionFolders(): string[] {
  return [".github/actions", "packages"].flatMap((parent) =>
    readdirSync(join(repository, parent))
      .map((name) => `${parent}/${name}`)
      .filter((folder) => existsSync(join(repository, folder, "action.yml"))),
  );
}

function replaced(text: string, { file, from, to = "" }: Breakage): string {
  if (!text.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`);
  return text.replace(from, () => to);
}

/** The steps of a job, also of a job that only calls another workflow. */
export function stepsOf(job: Job): Step[] {
  return job.steps ?? [];
}

/** Each job with its workflow's file and its own name. */
export function jobsOf({
  workflows,
}: Pipelines): { file: string; name: string; workflow: Workflow; job: Job }[] {
  return Object.entries(workflows).flatMap(([file, workflow]) =>
    Object.entries(workflow.jobs).map(([name, job]) => ({ file, name, workflow, job })),
  );
}
