import { readdirSync, readFileSync } from "node:fs";
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
  uses?: string;
  steps?: Step[];
}

export interface Workflow {
  name: string;
  on: Record<string, unknown>;
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

/** The workflows by file name. */
export function readWorkflows(): Record<string, Workflow> {
  const folder = join(repository, ".github/workflows");
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readYaml<Workflow>(join(folder, file))]),
  );
}

export function readAction(folder: string): Action {
  return readYaml<Action>(join(repository, folder, "action.yml"));
}

function readYaml<T>(file: string): T {
  return parse(readFileSync(file, "utf8")) as T;
}
