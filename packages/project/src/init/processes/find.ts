import { posix } from "node:path";
import type { Tree } from "../tree.ts";
import { readCompose } from "./compose.ts";
import type { Deployment } from "./declared.ts";
import { type Dockerfile, dockerfileDeployment, readDockerfile } from "./dockerfile.ts";
import { readFly } from "./fly.ts";
import { readProcfile } from "./procfile.ts";
import { readRender } from "./render.ts";

/** The files of a project that say how it is deployed, those for production first. */
export interface Deployments {
  files: Deployment[];
  /** Those that only a developer's machine is for. */
  local: Deployment[];
  /** The Dockerfile of the Django image; undefined where there is none. */
  dockerfile: (Dockerfile & { context: string; path: string; from: string }) | undefined;
}

/** Reads Procfile, fly.toml, render.yaml, Compose files and the Dockerfile, at the top and beside manage.py. */
export function findDeployments(tree: Tree, folder: string, shown: string): Deployments {
  const places = [...new Set([".", folder])];
  const isAt = (file: string) => places.includes(posix.dirname(file));
  const named = (pattern: RegExp) =>
    tree.files.filter((file) => isAt(file) && pattern.test(posix.basename(file)));
  const composes = named(/^(docker-)?compose([.-][\w.-]+)?\.ya?ml$/);
  const isProduction = (file: string) => /prod|live|deploy|release|aws/.test(posix.basename(file));
  const hasOther = composes.some(isProduction);
  const files = [
    ...named(/^fly([.-](prod|production))?\.toml$/).map((file) => readFly(tree, file, shown)),
    ...named(/^render\.ya?ml$/).map((file) => readRender(tree, file, shown)),
    ...named(/^Procfile(\.prod|\.production)?$/).map((file) => readProcfile(tree, file)),
    ...composes.filter(isProduction).map((file) => readCompose(tree, file, shown)),
  ];
  const local = composes
    .filter((file) => !isProduction(file) && !/test|ci|override|local|dev|docs/.test(posix.basename(file)))
    .map((file) => readCompose(tree, file, shown));
  const others = composes.filter(
    (file) => !isProduction(file) && !hasOther && /local|dev/.test(posix.basename(file)),
  );
  local.push(...others.map((file) => readCompose(tree, file, shown)));
  const dockerfile = dockerfileOf(tree, folder, [...files, ...local]);
  return {
    files: [...files, ...(dockerfile === undefined ? [] : [dockerfileDeployment(dockerfile)])],
    local,
    dockerfile,
  };
}

/** What the files build; otherwise one beside manage.py or at the top, that of production first. */
function dockerfileOf(tree: Tree, folder: string, files: readonly Deployment[]): Deployments["dockerfile"] {
  for (const { file, image } of files) {
    if (image === undefined || image.context.startsWith("..") || image.dockerfile.startsWith("..")) continue;
    const path = posix.join(image.context, image.dockerfile);
    if (tree.has(path))
      return { ...readDockerfile(tree, path), context: image.context, path: image.dockerfile, from: file };
  }
  const all = tree.files.filter((file) =>
    /^(Dockerfile([.-][\w.-]+)?|[\w-]+\.Dockerfile)$/.test(posix.basename(file)),
  );
  const isOurs = (file: string) => /python|django|uv\b|pip\b/i.test(tree.read(file) ?? "");
  const rank = (file: string): number => {
    const name = posix.basename(file);
    const at = posix.dirname(file);
    const place = at === folder ? 0 : at === "." ? 1 : 3;
    const kind = /prod/.test(file) ? -2 : name === "Dockerfile" ? 0 : /dev|local|test|ci/.test(name) ? 10 : 2;
    return place + kind + (/(^|\/)(local|dev|docs|tests?)\//.test(file) ? 10 : 0);
  };
  const [file] = all.filter(isOurs).sort((a, b) => rank(a) - rank(b));
  if (file === undefined || rank(file) >= 10) return undefined;
  const at = posix.dirname(file);
  // One in a folder of its own, such as docker/ or compose/, is built from the top.
  const context = at === folder || at === "." ? at : ".";
  return { ...readDockerfile(tree, file), context, path: posix.relative(context, file), from: file };
}
