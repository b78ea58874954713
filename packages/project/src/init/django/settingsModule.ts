import { posix } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { evaluateModule } from "../python/evaluate.ts";
import type { Tree } from "../tree.ts";
import { type ManagePy, settingsNamedIn } from "./managePy.ts";
import { moduleOf, type ProjectModules } from "./modules.ts";

/** A module of settings, and why it is this one. */
export interface SettingsChoice {
  module: string;
  reason: string;
}

const PRODUCTION =
  /(^|[._])(production|prod|prd|live|deploy|deployment|heroku|aws|fly|render|docker_prod)([._]|$)/;
/** Those of a developer's machine, of tests, and what others are built on. */
const ELSEWHERE =
  /(^|[._])(local|dev|devel|development|debug|test|tests|testing|ci|staging|stage|base|common|defaults?|shared|examples?|sample|template|docker_dev)([._]|$)/;

/**
 * The settings of production: those that `given` says, what the files of a deployment name, otherwise wsgi.py's or a module's that is
 * called so, otherwise manage.py's. `named` are the modules that files of a deployment name. Throws a UserError where nothing says which.
 */
export function chooseSettings(
  tree: Tree,
  modules: ProjectModules,
  managePy: ManagePy,
  named: readonly { module: string; from: string }[],
  given: string | undefined,
): SettingsChoice {
  const isThere = (module: string) => modules.fileOf(module) !== undefined;
  const all = settingsModules(tree, modules, managePy);
  if (given !== undefined) {
    if (isThere(given)) return { module: given, reason: "--settings says so" };
    throw new UserError(
      `--settings is ${JSON.stringify(given)}, and the project has no such module.\n${choices(all)}`,
    );
  }
  const usable = named.filter(({ module }) => isThere(module) && !isLocal(module));
  const deployed = usable.find(({ module }) => PRODUCTION.test(module)) ?? usable[0];
  if (deployed !== undefined) return { module: deployed.module, reason: `${deployed.from} names it` };
  const servers = serverFiles(tree, managePy.folder).flatMap((file) => {
    const module = settingsNamedIn(tree.read(file) ?? "");
    return module === undefined || !isThere(module)
      ? []
      : [{ reason: `${posix.basename(file)} names it`, module }];
  });
  const ready = servers.find(({ module }) => PRODUCTION.test(module));
  if (ready !== undefined) return ready;
  const [production] = all
    .filter((module) => PRODUCTION.test(module) && isWhole(modules, module))
    .sort(byLikelihood);
  if (production !== undefined)
    return { module: production, reason: `of ${listed(all)} it is the one for production` };
  const served = servers.find(({ module }) => !isLocal(module));
  if (served !== undefined && served.module !== managePy.settingsModule) return served;
  const own = managePy.settingsModule;
  if (own !== undefined && isThere(own)) return { module: own, reason: "manage.py names it" };
  if (served !== undefined) return served;
  const candidates = all.filter((module) => !isLocal(module));
  const [only, ...more] = candidates.length > 0 ? candidates : all;
  if (only !== undefined && more.length === 0) return { module: only, reason: "there is no other" };
  const said =
    own === undefined
      ? "manage.py names no settings"
      : `manage.py names the settings ${own}, and there is no such module`;
  throw new UserError(
    `Which settings are those of production?\n${said}.\n${choices(candidates.length > 0 ? candidates : all)}`,
  );
}

const choices = (all: readonly string[]): string =>
  all.length === 0
    ? "Write --settings with the Python path of the module."
    : ["Write --settings with the one that is meant:", ...all].join("\n  ");

/** Whether a module is meant for another place than production. */
const isLocal = (module: string): boolean => ELSEWHERE.test(module.split(".").at(-1) ?? "");

/** Whether a module has what Django needs, and isn't only a part that another one takes in. */
const isWhole = (modules: ProjectModules, module: string): boolean => {
  const { values } = evaluateModule(modules, module);
  return values.has("INSTALLED_APPS") && values.has("ROOT_URLCONF");
};

const byLikelihood = (a: string, b: string): number => likelihood(a) - likelihood(b) || (a < b ? -1 : 1);
const likelihood = (module: string): number =>
  /production/.test(module) ? 0 : /prod|prd|live/.test(module) ? 1 : 2;

/** wsgi.py and asgi.py of the project. */
export function serverFiles(tree: Tree, folder: string): string[] {
  const below = folder === "." ? "" : `${folder}/`;
  const depth = depthOf(folder);
  return tree.files.filter(
    (file) =>
      file.startsWith(below) && /(^|\/)(wsgi|asgi)\.py$/.test(file) && file.split("/").length <= depth + 3,
  );
}

const depthOf = (folder: string): number => (folder === "." ? 0 : folder.split("/").length);

/** The modules that are settings: they have what only settings have, or take everything from one beside them that has. */
function settingsModules(
  tree: Tree,
  modules: ProjectModules,
  { folder, settingsModule }: ManagePy,
): string[] {
  const below = folder === "." ? "" : `${folder}/`;
  const near = tree.files.filter(
    (file) =>
      file.startsWith(below) &&
      file.endsWith(".py") &&
      file.split("/").length <= depthOf(folder) + 4 &&
      !/(^|\/)(tests?|docs|examples?)\//.test(file),
  );
  const has = near.filter((file) =>
    /^(INSTALLED_APPS|ROOT_URLCONF)\s*(:[^=\n]*)?[+]?=/m.test(tree.read(file) ?? ""),
  );
  const homes = new Set(has.map((file) => posix.dirname(file)));
  const takes = near.filter(
    (file) => homes.has(posix.dirname(file)) && /^\s*from\s+\S+\s+import\s+\*/m.test(tree.read(file) ?? ""),
  );
  const found = new Set([...has, ...takes].map((file) => moduleOf(file, folder)));
  if (settingsModule !== undefined && modules.fileOf(settingsModule) !== undefined) found.add(settingsModule);
  return [...found].sort();
}

function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}
