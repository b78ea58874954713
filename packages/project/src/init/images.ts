import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import type { ImageSource, ImageSources } from "../images/imagesFile.ts";
import type { ProjectFacts } from "./facts.ts";

/** Where the images come from: the checkouts of the project, and what is built in them. `fork` is the folder of the infrastructure repository. */
export function imagesOf(fork: string, facts: ProjectFacts): ImageSources {
  const { deployments, frontend, tree } = facts;
  const dockerfile = deployments.dockerfile;
  const backend = sourceIn(
    fork,
    tree.folder,
    dockerfile?.context ?? contextOf(facts),
    dockerfile?.path ?? "Dockerfile",
  );
  if (frontend === undefined || !(frontend.framework === "nuxt" || frontend.isNamed)) return { backend };
  return {
    backend,
    frontend: sourceIn(fork, frontend.tree.folder, frontend.folder, frontend.dockerfile ?? "Dockerfile"),
  };
}

/** The folder that an image is built in where the project has no Dockerfile: that of manage.py, or the whole where only that lists its packages. */
export function contextOf({ managePy, requirements }: ProjectFacts): string {
  const { file } = requirements;
  return file === undefined || posix.dirname(file).startsWith(managePy.folder) || managePy.folder === "."
    ? managePy.folder
    : ".";
}

function sourceIn(fork: string, folder: string, context: string, dockerfile: string): ImageSource {
  const checkout = checkoutOf(fork, folder);
  const slashes = (path: string) => path.split(sep).join("/") || ".";
  return {
    folder: slashes(relative(fork, checkout)),
    context: posix.normalize(posix.join(slashes(relative(checkout, folder)), context)),
    dockerfile,
    repository: repositoryOf(fork, checkout),
  };
}

/** The top of the checkout that a folder is in; the folder itself where that is the infrastructure repository, or nothing. */
function checkoutOf(fork: string, folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return fork === at || fork.startsWith(at + sep) ? folder : at;
    if (dirname(at) === at) return folder;
  }
}

/** Whether a folder is in a git repository. */
export function isInRepository(folder: string): boolean {
  return existsSync(join(folder, ".git")) || (dirname(folder) !== folder && isInRepository(dirname(folder)));
}

/** `OWNER/NAME` of a checkout's repository on GitHub; undefined where it is none, or the infrastructure's own. */
function repositoryOf(fork: string, checkout: string): string | undefined {
  const own = originOf(checkout);
  return own === undefined || own === originOf(fork) ? undefined : own;
}

function originOf(checkout: string): string | undefined {
  const config = join(checkout, ".git", "config");
  if (!existsSync(config)) return undefined;
  const [, url = ""] = /\[remote "origin"\][^[]*?\burl\s*=\s*(\S+)/.exec(readFileSync(config, "utf8")) ?? [];
  return /github\.com[:/]([A-Za-z0-9][A-Za-z0-9-]*\/[\w.-]+?)(?:\.git)?\/?$/.exec(url)?.[1];
}
