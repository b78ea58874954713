import { posix } from "node:path";
import { type CeleryApp, celeryOf } from "./django/celery.ts";
import { type ManagePy, managePyOf } from "./django/managePy.ts";
import { moduleOf, modulesOf } from "./django/modules.ts";
import { queuesInCode } from "./django/queues.ts";
import { type Requirements, requirementsOf } from "./django/requirements.ts";
import { readSettings, type Settings } from "./django/settings.ts";
import { chooseSettings, type SettingsChoice, serverFiles } from "./django/settingsModule.ts";
import { type Urls, urlsOf } from "./django/urls.ts";
import { type Frontend, frontendAt, frontendsIn } from "./frontend.ts";
import { type Deployments, findDeployments } from "./processes/find.ts";
import { entrypointVariables, type Gathered, gather } from "./processes/gather.ts";
import { type Tree, treeOf } from "./tree.ts";

/** What can be read off a project without running it. */
export interface ProjectFacts {
  /** The folder as messages name it. */
  shown: string;
  tree: Tree;
  managePy: ManagePy;
  /** The settings of production, and the file of the module. */
  settings: Settings & SettingsChoice & { file: string };
  /** Python paths of the modules that servers start, as far as there are files of that name. */
  wsgiModule: string | undefined;
  asgiModule: string | undefined;
  celery: CeleryApp | undefined;
  /** Queues that the code itself names, and the files that name them without the prefix of the app. */
  codeQueues: ReturnType<typeof queuesInCode>;
  urls: Urls | undefined;
  requirements: Requirements;
  deployments: Deployments;
  runs: Gathered;
  /** Variables that the image's entry point reads. */
  entrypointVariables: string[];
  /** The front end that was named; otherwise the first one in the same folder. */
  frontend: (Frontend & { shown: string; tree: Tree; isNamed: boolean }) | undefined;
}

/** Reads a project, and the front end in a folder of its own where one is named. */
export function readProject(
  folder: string,
  shown: string,
  named: { frontend?: { folder: string; shown: string } | undefined; settings?: string | undefined } = {},
): ProjectFacts {
  const tree = treeOf(folder);
  const managePy = managePyOf(tree, shown);
  const deployments = findDeployments(tree, managePy.folder, shown);
  const runs = gather(tree, deployments);
  const set = [...runs.variables].flatMap(([name, { value }]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  const modules = modulesOf(tree, managePy.folder, new Map(set));
  const choice = chooseSettings(tree, modules, managePy, runs.settings, named.settings);
  const file = modules.fileOf(choice.module) ?? "";
  const settings = { ...readSettings(modules, choice.module), ...choice, file };
  const servers = serverFiles(tree, managePy.folder);
  const server = (kind: "wsgi" | "asgi", named: string | undefined) => {
    // `shop.wsgi.application` is the variable `application` of the module.
    const [, module, variable = ""] = /^([\w.]+)\.(\w+)$/.exec(named ?? "") ?? [];
    if (module !== undefined && modules.fileOf(module) !== undefined)
      return variable === "application" ? module : `${module}:${variable}`;
    const file = servers.find((one) => posix.basename(one) === `${kind}.py`);
    return file === undefined ? undefined : moduleOf(file, managePy.folder);
  };
  return {
    shown,
    tree,
    managePy,
    settings,
    wsgiModule: server("wsgi", settings.wsgiApplication),
    asgiModule: server("asgi", settings.asgiApplication),
    celery: celeryOf(tree, modules, managePy.folder, settings, choice.module),
    codeQueues: queuesInCode(tree, managePy.folder),
    urls: settings.rootUrlconf === undefined ? undefined : urlsOf(modules, settings.rootUrlconf),
    requirements: requirementsOf(tree, managePy.folder, shown),
    deployments,
    runs,
    entrypointVariables: entrypointVariables(tree, deployments),
    frontend: frontendOf(tree, shown, named.frontend),
  };
}

function frontendOf(
  tree: Tree,
  shown: string,
  named: { folder: string; shown: string } | undefined,
): ProjectFacts["frontend"] {
  if (named !== undefined) {
    const own = treeOf(named.folder);
    return { ...frontendAt(own, ".", named.shown), shown: named.shown, tree: own, isNamed: true };
  }
  const [first] = frontendsIn(tree, shown).filter(({ framework }) => framework === "nuxt");
  return first === undefined ? undefined : { ...first, shown, tree, isNamed: false };
}
