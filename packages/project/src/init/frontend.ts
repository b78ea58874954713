import { posix } from "node:path";
import { messageOf, UserError } from "@ublog/terminal/errors";
import { recordOf, textOf } from "./processes/shapes.ts";
import type { Tree } from "./tree.ts";

/** A front end. */
export interface Frontend {
  /** Its folder, below that of the tree; `.` for that itself. */
  folder: string;
  /** What it is made with: `nuxt`, `next`, `vue` and others; undefined where that can't be said. */
  framework: string | undefined;
  /** Whether it is built into files alone, without a server. */
  isStatic: boolean;
  /** The file of Nuxt's configuration, and whether it has `apiBase`, which NUXT_PUBLIC_API_BASE sets. */
  nuxt: { file: string; hasApiBase: boolean } | undefined;
  /** The Dockerfile, below its folder. */
  dockerfile: string | undefined;
  packageManager: "npm" | "pnpm" | "yarn" | "bun";
}

const FRAMEWORKS: readonly [string, string][] = [
  ["nuxt", "nuxt"],
  ["nuxt-edge", "nuxt"],
  ["nuxt3", "nuxt"],
  ["next", "next"],
  ["@sveltejs/kit", "sveltekit"],
  ["@remix-run/node", "remix"],
  ["astro", "astro"],
  ["vue", "vue"],
  ["react", "react"],
  ["@angular/core", "angular"],
];

/** The front ends in a project, Nuxt's first. */
export function frontendsIn(tree: Tree, shown: string): Frontend[] {
  return tree.files
    .filter((file) => posix.basename(file) === "package.json" && file.split("/").length <= 3)
    .map((file) => frontendAt(tree, posix.dirname(file), shown))
    .filter((one) => one.framework !== undefined)
    .sort((a, b) => Number(b.framework === "nuxt") - Number(a.framework === "nuxt"));
}

/** The front end in a folder. Throws a UserError where its package.json can't be read. */
export function frontendAt(tree: Tree, folder: string, shown: string): Frontend {
  const at = (name: string) => posix.join(folder, name);
  const manifest = manifestIn(tree, at("package.json"), shown);
  const dependencies = { ...recordOf(manifest.dependencies), ...recordOf(manifest.devDependencies) };
  const config = ["nuxt.config.ts", "nuxt.config.js", "nuxt.config.mjs"].find((name) => tree.has(at(name)));
  const framework =
    config !== undefined ? "nuxt" : FRAMEWORKS.find(([name]) => Object.hasOwn(dependencies, name))?.[1];
  const build = textOf(recordOf(manifest.scripts).build) ?? "";
  return {
    folder,
    framework,
    nuxt:
      config === undefined
        ? undefined
        : { file: at(config), hasApiBase: /\bapiBase\b/.test(tree.read(at(config)) ?? "") },
    isStatic: /nuxt(i)? generate/.test(build),
    dockerfile: ["Dockerfile", "Dockerfile.prod", "Dockerfile.production"].find((name) => tree.has(at(name))),
    packageManager: tree.has(at("pnpm-lock.yaml"))
      ? "pnpm"
      : tree.has(at("yarn.lock"))
        ? "yarn"
        : tree.has(at("bun.lock")) || tree.has(at("bun.lockb"))
          ? "bun"
          : "npm",
  };
}

function manifestIn(tree: Tree, file: string, shown: string): Record<string, unknown> {
  const text = tree.read(file);
  if (text === undefined) return {};
  try {
    return recordOf(JSON.parse(text));
  } catch (error) {
    throw new UserError(
      `${posix.join(shown, file)} is not valid JSON: ${messageOf(error)}. Mend it, and run init again.`,
    );
  }
}
