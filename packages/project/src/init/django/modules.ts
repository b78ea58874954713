import { posix } from "node:path";
import type { Modules } from "../python/scope.ts";
import { parsePython, type Source } from "../python/syntax.ts";
import type { Tree } from "../tree.ts";

/** The Python modules of a project. */
export interface ProjectModules extends Modules {
  /** The file of a module, below the project's folder; undefined where the project has none. */
  fileOf(name: string): string | undefined;
}

/** The modules that Python finds from the folder of manage.py: that is where it is started. */
export function modulesOf(
  tree: Tree,
  folder: string,
  variables: ReadonlyMap<string, string>,
): ProjectModules {
  const sources = new Map<string, { source: Source; isPackage: boolean } | undefined>();
  const fileOf = (name: string) => {
    const path = posix.join(folder, ...name.split("."));
    return [posix.join(path, "__init__.py"), `${path}.py`].find((file) => tree.has(file));
  };
  const names = new Set(
    tree.files.filter((file) => file.endsWith(".py")).map((file) => posix.basename(file, ".py")),
  );
  return {
    known: new Map(),
    variables,
    hasNamed: (name) => names.has(name),
    fileOf,
    find: (name) => {
      if (sources.has(name)) return sources.get(name);
      const file = fileOf(name);
      const text = file === undefined ? undefined : tree.read(file);
      const found =
        text === undefined
          ? undefined
          : { source: parsePython(text), isPackage: file?.endsWith("/__init__.py") === true };
      sources.set(name, found);
      return found;
    },
    beside: (name, pattern) => {
      const at = posix.join(folder, ...name.split(".").slice(0, -1));
      const below = at === "." ? "" : `${at}/`;
      const fits = new RegExp(
        `^${pattern
          .replace(/[.+^${}()|[\]\\]/g, "\\$&")
          .replaceAll("*", "[^/]*")
          .replaceAll("?", "[^/]")}$`,
      );
      return tree.files
        .filter((file) => file.startsWith(below) && fits.test(file.slice(below.length)))
        .map((file) => moduleOf(file, folder));
    },
  };
}

/** The Python path of a file. */
export function moduleOf(file: string, folder: string): string {
  return posix
    .relative(folder, file)
    .replace(/(\/__init__)?\.py$/, "")
    .replaceAll("/", ".");
}
