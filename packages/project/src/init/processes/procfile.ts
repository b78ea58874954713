import type { Tree } from "../tree.ts";
import type { Deployment } from "./declared.ts";

/** Reads a Procfile (Heroku, Dokku, Scalingo and others). */
export function readProcfile(tree: Tree, file: string): Deployment {
  const processes = (tree.read(file) ?? "").split("\n").flatMap((text) => {
    const [, name, line] = /^\s*([A-Za-z0-9_-]+):\s*(.+?)\s*$/.exec(text) ?? [];
    if (name === undefined || line === undefined) return [];
    return [{ from: file, name, kind: name === "release" ? ("release" as const) : undefined, line }];
  });
  return { file, processes, variables: {}, servers: [] };
}
