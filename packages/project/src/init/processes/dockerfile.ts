import { posix } from "node:path";
import { quoted } from "@ublog/terminal/shell";
import type { Tree } from "../tree.ts";
import type { Deployment } from "./declared.ts";

/** A Dockerfile, as far as it says what runs. */
export interface Dockerfile {
  file: string;
  /** Variables that it sets. */
  variables: Record<string, string>;
  /** What it starts, as a shell line; undefined where it says nothing of that. */
  line: string | undefined;
  /** What runs before every command, as a shell line. */
  entrypoint: string | undefined;
  /** Where files come to in the image, by their place in the context. */
  copies: { from: string[]; to: string; isFolder: boolean }[];
  /** Whether static files are collected when it is built. */
  collectsStatic: boolean;
  workdir: string | undefined;
}

export function readDockerfile(tree: Tree, file: string): Dockerfile {
  const instructions = (tree.read(file) ?? "")
    .replace(/^\s*#.*$/gm, "")
    .replace(/\\\s*\n/g, " ")
    .split("\n")
    .flatMap((line) => {
      const [, name, rest] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
      return name === undefined || rest === undefined
        ? []
        : [{ name: name.toUpperCase(), rest: rest.trim() }];
    });
  const variables: Record<string, string> = {};
  const copies: Dockerfile["copies"] = [];
  let command: string | undefined;
  let entrypoint: string | undefined;
  let workdir: string | undefined;
  for (const { name, rest } of instructions) {
    if (name === "FROM") {
      command = undefined;
      entrypoint = undefined;
      workdir = undefined;
    } else if (name === "CMD") command = lineOf(rest);
    else if (name === "ENTRYPOINT") entrypoint = lineOf(rest);
    else if (name === "WORKDIR") workdir = posix.resolve(workdir ?? "/", rest);
    else if (name === "ENV") Object.assign(variables, pairsIn(rest));
    else if (name === "COPY" || name === "ADD") {
      const words = rest.startsWith("[") ? wordsOf(rest) : rest.split(/\s+/);
      const places = words.filter((word) => !word.startsWith("--"));
      const to = places.pop();
      if (to !== undefined && !words.some((word) => word.startsWith("--from")))
        copies.push({ from: places, to: posix.resolve(workdir ?? "/", to), isFolder: /(^\.|\/)$/.test(to) });
    }
  }
  return {
    file,
    variables,
    // An entry point that ends with `exec "$@"` runs the command.
    line: command ?? entrypoint,
    entrypoint,
    copies,
    collectsStatic: instructions.some(({ name, rest }) => name === "RUN" && /collectstatic/.test(rest)),
    workdir,
  };
}

/** What a Dockerfile says of the processes: the one that it starts. */
export function dockerfileDeployment({ file, line, variables }: Dockerfile): Deployment {
  const processes = line === undefined ? [] : [{ from: file, name: "web", kind: undefined, line }];
  return { file, processes, variables, servers: [] };
}

/** The file of the project that a path in the image is; undefined where that can't be said. */
export function fileInImage(
  tree: Tree,
  dockerfile: Dockerfile | undefined,
  path: string,
): string | undefined {
  const copied = dockerfile?.copies.find(
    ({ to, from }) => to === path || (from.length > 0 && to === posix.dirname(path)),
  );
  const [source] = copied?.from ?? [];
  if (copied !== undefined && source !== undefined) {
    const named = copied.from.find((one) => posix.basename(one) === posix.basename(path)) ?? source;
    if (tree.has(named)) return posix.normalize(named);
  }
  const parts = path
    .replace(/^\.\//, "")
    .split("/")
    .filter((part) => part !== "");
  for (let first = 0; first < parts.length; first++) {
    const below = parts.slice(first).join("/");
    if (tree.has(below)) return below;
  }
  return undefined;
}

const lineOf = (rest: string): string => (rest.startsWith("[") ? wordsOf(rest).map(quoted).join(" ") : rest);

function wordsOf(rest: string): string[] {
  try {
    const words: unknown = JSON.parse(rest);
    return Array.isArray(words) ? words.map(String) : [];
  } catch {
    return [];
  }
}

function pairsIn(rest: string): Record<string, string> {
  const pairs = [...rest.matchAll(/([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S*)/g)].map(
    ([, name = "", value = ""]) => [name, value.replace(/^(["'])([\s\S]*)\1$/, "$2")] as const,
  );
  if (pairs.length > 0) return Object.fromEntries(pairs);
  const [, name, value = ""] = /^([A-Za-z_]\w*)\s+(.*)$/.exec(rest) ?? [];
  return name === undefined ? {} : { [name]: value };
}
