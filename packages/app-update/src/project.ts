import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findProject } from "@ublog/terminal/findProject";
import { deployTargetsParameterName } from "#vocabulary";
import { Refusal } from "./outcome.ts";

/** Where a command finds out which Pulumi project's environments are meant. */
export interface ProjectSources {
  /** What `--project` says. */
  given?: string | undefined;
  /** Environment variables: PULUMI_PROJECT comes next. */
  environment: NodeJS.ProcessEnv;
  /** Last comes the `Pulumi.yaml` in this folder or the nearest one above. */
  folder: string;
}

/** Name of the Pulumi project; undefined where nothing says it. */
export async function projectOf({ given, environment, folder }: ProjectSources): Promise<string | undefined> {
  if (given !== undefined) return given;
  if (environment.PULUMI_PROJECT) return environment.PULUMI_PROJECT;
  const found = findProject(folder);
  return found === undefined ? undefined : nameIn(join(found, "Pulumi.yaml"));
}

async function nameIn(file: string): Promise<string> {
  const { parse } = await import("yaml");
  let name: unknown;
  try {
    name = parse(readFileSync(file, "utf8"))?.name;
  } catch {
    // Says the same as a file without a name: neither is a project of Pulumi's.
  }
  if (typeof name === "string" && name !== "") return name;
  throw new Refusal([`${file} has no \`name\`: mend it, or write the Pulumi project's name with --project.`]);
}

/** The parameter that `--stack` means: its name if it starts with a slash, otherwise that of the project's environment. */
export function parameterName(environment: string, project: string | undefined): string {
  if (environment.startsWith("/")) return environment;
  if (project !== undefined) return deployTargetsParameterName(project, environment);
  throw new Refusal([
    `Which Pulumi project is \`${environment}\` of? Write --project with the \`name\` in its Pulumi.yaml, or start app-update in the project's folder.`,
  ]);
}
