import { posix } from "node:path";
import { quoted } from "@ublog/terminal/shell";
import type { Tree } from "../tree.ts";
import { type Declared, type Deployment, serversIn } from "./declared.ts";
import { readDockerfile } from "./dockerfile.ts";
import { isRecord, listOf, recordOf, textOf } from "./shapes.ts";
import { parsedYaml } from "./yamlFile.ts";

/** Reads a file of Docker Compose: the services that are built from the project. */
export function readCompose(tree: Tree, file: string, shown: string): Deployment {
  const services = Object.entries(recordOf(parsedYaml(tree, file, shown).services)).filter(
    (entry): entry is [string, Record<string, unknown>] => isRecord(entry[1]),
  );
  const own = ownServices(tree, file, services);
  const variables: Deployment["variables"] = {};
  const processes: Declared[] = [];
  let image: Deployment["image"];
  let healthCheckPath: string | undefined;
  for (const [name, service] of own) {
    const build = buildOf(file, service);
    const line = commandOf(service.command) ?? commandOf(service.entrypoint);
    const dockerfile = build === undefined ? undefined : posix.join(build.context, build.dockerfile);
    if (line !== undefined) processes.push({ from: file, name, kind: undefined, line });
    else if (dockerfile !== undefined) {
      const started = readDockerfile(tree, dockerfile).line;
      if (started !== undefined) processes.push({ from: file, name, kind: undefined, line: started });
    }
    if (build !== undefined && dockerfile !== undefined && tree.has(dockerfile)) image ??= build;
    Object.assign(variables, variablesOf(tree, file, service));
    const [, path] =
      /https?:\/\/[^/\s"']+(\/[^\s"'|&]*)/.exec(commandOf(recordOf(service.healthcheck).test) ?? "") ?? [];
    healthCheckPath ??= path;
  }
  const others = services
    .filter((entry) => !own.includes(entry))
    .flatMap(([name, { image }]) => [name, textOf(image) ?? ""]);
  return { file, processes, variables, healthCheckPath, image, servers: serversIn(others) };
}

type Service = [string, Record<string, unknown>];

/** Those that are built, other than front ends and servers, and those that run an image that another one builds. */
function ownServices(tree: Tree, file: string, services: readonly Service[]): Service[] {
  const isBackend = ([name, service]: Service) => {
    const build = buildOf(file, service);
    if (build === undefined) return false;
    const text = tree.read(posix.join(build.context, build.dockerfile)) ?? "";
    if (text === "") return !/front|nuxt|web-?ui|client|nginx|traefik|postgres|redis|caddy|proxy/.test(name);
    return (
      /python|django|uv\b|poetry|pip\b/i.test(text) &&
      !/^\s*FROM\s+\S*(node|nginx|traefik|postgres|redis|caddy)\S*(?![\s\S]*FROM)/im.test(text)
    );
  };
  const built = services.filter(isBackend);
  const images = new Set(built.flatMap(([, { image }]) => textOf(image) ?? []));
  return services.filter(
    (one) => built.includes(one) || (one[1].build === undefined && images.has(textOf(one[1].image) ?? " ")),
  );
}

function buildOf(file: string, { build }: Record<string, unknown>): Deployment["image"] {
  if (build === undefined || build === null) return undefined;
  const { context, dockerfile } = isRecord(build) ? build : { context: build, dockerfile: undefined };
  return {
    context: posix.join(posix.dirname(file), textOf(context) ?? "."),
    dockerfile: posix.normalize(textOf(dockerfile) ?? "Dockerfile"),
  };
}

/** A command as a shell line: Compose takes text or a list. */
function commandOf(command: unknown): string | undefined {
  if (typeof command === "string") return command.trim() === "" ? undefined : command;
  if (!Array.isArray(command) || command.length === 0) return undefined;
  return command.map((word) => quoted(String(word))).join(" ");
}

function variablesOf(tree: Tree, file: string, service: Record<string, unknown>): Deployment["variables"] {
  const variables: Deployment["variables"] = {};
  for (const one of listOf(service.env_file)) {
    const path = textOf(isRecord(one) ? one.path : one);
    if (path === undefined) continue;
    // What is in there is for one machine, and often secret: names only.
    for (const name of namesInEnvFile(tree.read(posix.join(posix.dirname(file), path)) ?? ""))
      variables[name] = undefined;
  }
  const { environment } = service;
  if (isRecord(environment))
    for (const [name, value] of Object.entries(environment)) variables[name] = textOf(value);
  else
    for (const one of listOf(environment)) {
      const [, name, value] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(String(one)) ?? [];
      if (name !== undefined) variables[name] = value;
    }
  return variables;
}

const namesInEnvFile = (text: string): string[] =>
  [...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].map(([, name = ""]) => name);
