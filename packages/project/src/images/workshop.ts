import { resolve } from "node:path";
import type { Surroundings } from "@ublog/app-update/src/main.ts";
import { projectFolder } from "@ublog/pipeline/src/projectFolder.ts";
import { projectName } from "@ublog/pipeline/src/stackFiles.ts";
import { findProject } from "@ublog/terminal/findProject";
import { type Docker, dockerOf, helpersOf } from "./docker.ts";
import { ecrLogin, type Login } from "./ecrLogin.ts";
import { type Git, gitOf } from "./git.ts";

/** What images are made with, and of what: all of it can be replaced in a test. */
export interface Workshop {
  /** The folder with Pulumi's files. */
  project: string;
  /** Name of the Pulumi project. */
  name: string;
  /** The folder with .ublog.yaml. */
  sources: string;
  /** The folder that paths on the command line are relative to. */
  folder: string;
  git: Git;
  docker: Docker;
  /** AWS in a region: a registry may be in another one than the stack. */
  connect: Surroundings["connect"];
  /** What Docker logs in with to the registries of a region. */
  login(region: string): Promise<Login>;
  /** Registries for which Docker has a credential helper, such as docker-credential-ecr-login: it logs in by itself. */
  helpers: ReadonlySet<string>;
  /** Whether AWS is a stand-in, whose registry has every image. */
  isSandbox: boolean;
}

/** The workshop of this machine, for the project around the folder. `screen` is where Docker shows its progress. */
export function workshopOf(
  { environment, folder, connect }: Pick<Surroundings, "environment" | "folder" | "connect">,
  screen: Surroundings["stdout"],
): Workshop {
  const project = projectFolder(folder);
  const isSandbox = environment.SANDBOX_WORLD !== undefined;
  // pnpm's word for the folder in which a person is. The sandbox works in a copy of the stack files.
  const own = resolve(environment.INIT_CWD ?? folder);
  return {
    project,
    name: projectName(project),
    sources: (isSandbox ? findProject(own) : undefined) ?? project,
    folder: own,
    git: gitOf(environment),
    docker: dockerOf(environment, screen),
    connect,
    login: ecrLogin,
    helpers: helpersOf(environment),
    isSandbox,
  };
}
