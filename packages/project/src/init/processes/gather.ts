import type { Tree } from "../tree.ts";
import { type BeatCommand, type Command, classifyLine, type WorkerCommand } from "./classify.ts";
import type { Declared, Deployment } from "./declared.ts";
import { fileInImage } from "./dockerfile.ts";
import type { Deployments } from "./find.ts";
import type { WebCommand } from "./webServers.ts";
import { shellCommands } from "./words.ts";

/** A command, and the file that declares it. */
export interface From<T> {
  from: string;
  /** What that file calls the process. */
  name: string;
  command: T;
}

/** What a project runs in production, by what its files declare. */
export interface Gathered {
  web: From<WebCommand> | undefined;
  /** A server of web sockets beside a WSGI server. */
  sockets: From<WebCommand> | undefined;
  workers: From<WorkerCommand>[];
  beat: From<BeatCommand> | undefined;
  /** What is run before a new version, as a shell line. */
  release: From<{ line: string; commands: Command[] }> | undefined;
  /** Processes that stay, other than these. */
  services: From<string[]>[];
  crons: (From<string[]> & { schedule: string })[];
  /** Processes that aren't taken along, with why. */
  left: From<string>[];
  variables: Map<string, { value: string | undefined; from: string }>;
  healthCheckPath: { path: string; from: string } | undefined;
  /** Settings that the files name. */
  settings: { module: string; from: string }[];
  servers: string[];
}

/** Variables that the script before every command reads, such as those of which it puts a DATABASE_URL together. */
export function entrypointVariables(tree: Tree, { dockerfile }: Deployments): string[] {
  const [program = ""] = shellCommands(dockerfile?.entrypoint ?? "").map(({ words }) => words[0]);
  const file =
    program.includes("/") || program.endsWith(".sh") ? fileInImage(tree, dockerfile, program) : undefined;
  const text = file === undefined ? "" : (tree.read(file) ?? "");
  return [...new Set([...text.matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g)].map(([, name = ""]) => name))];
}

/** Management commands that end by themselves. */
const ONE_OFF =
  /^(migrate|collectstatic|check|createsuperuser|ensure_?superuser|loaddata|compilemessages|createcachetable|clearsessions|makemigrations|shell|test|wait_for_db|compress|sync\w*|update_index|setup_\w+|init\w*|seed\w*)$/;

export function gather(tree: Tree, deployments: Deployments): Gathered {
  const found: Gathered = {
    web: undefined,
    sockets: undefined,
    workers: [],
    beat: undefined,
    release: undefined,
    services: [],
    crons: [],
    left: [],
    variables: new Map(),
    healthCheckPath: undefined,
    settings: [],
    servers: [],
  };
  for (const one of deployments.files) take(tree, deployments, one, found);
  // A developer's own Compose file says what there is, where nothing else does.
  for (const one of deployments.local) {
    const local = gather(tree, { ...deployments, files: [one], local: [] });
    if (local.web?.command.server !== "runserver") found.web ??= local.web;
    if (found.workers.length === 0) found.workers = local.workers;
    found.beat ??= local.beat;
    found.healthCheckPath ??= local.healthCheckPath;
    for (const [name, { from }] of local.variables)
      if (!found.variables.has(name)) found.variables.set(name, { value: undefined, from });
    found.settings.push(...local.settings);
    found.servers.push(...local.servers);
    if (deployments.files.every(({ file }) => file === deployments.dockerfile?.file)) {
      found.services.push(...local.services);
      found.left.push(...local.left);
    }
  }
  found.servers = [...new Set(found.servers)];
  return found;
}

function take(tree: Tree, deployments: Deployments, deployment: Deployment, found: Gathered): void {
  const { file, variables, healthCheckPath, servers } = deployment;
  const before = { workers: found.workers.length > 0, services: found.services.length > 0 };
  for (const [name, value] of Object.entries(variables)) {
    if (!found.variables.has(name)) found.variables.set(name, { value, from: file });
    if (name === "DJANGO_SETTINGS_MODULE" && value !== undefined)
      found.settings.push({ module: value, from: file });
  }
  if (healthCheckPath !== undefined) found.healthCheckPath ??= { path: healthCheckPath, from: file };
  found.servers.push(...servers);
  for (const process of deployment.processes) {
    const commands = expanded(tree, deployments, process.line);
    for (const { variables } of commands) {
      const module = variables.DJANGO_SETTINGS_MODULE;
      if (module !== undefined) found.settings.push({ module, from: file });
    }
    takeProcess(process, commands, found, before);
  }
}

type Classified = ReturnType<typeof classifyLine>;

function takeProcess(
  process: Declared,
  all: Classified,
  found: Gathered,
  before: { workers: boolean; services: boolean },
): void {
  const { name, from, line, kind } = process;
  const commands = all.map(({ command }) => command);
  if (kind === "release") {
    found.release ??= { from, name, command: { line, commands } };
    return;
  }
  const last = all.at(-1);
  if (kind === "cron") {
    if (last !== undefined && process.schedule !== undefined)
      found.crons.push({ from, name, command: last.words, schedule: process.schedule });
    return;
  }
  let isKnown = false;
  for (const command of commands) {
    switch (command.kind) {
      case "web":
        isKnown = true;
        if (command.settings !== undefined) found.settings.push({ module: command.settings, from });
        if (
          found.web === undefined ||
          (found.web.command.server === "runserver" && command.server !== "runserver")
        )
          found.web = { from, name, command };
        else if (found.web.from === from && command.isAsgi !== found.web.command.isAsgi) {
          const [wsgi, asgi] = command.isAsgi
            ? [found.web, { from, name, command }]
            : [{ from, name, command }, found.web];
          found.web = wsgi;
          found.sockets = asgi;
        }
        break;
      case "worker":
        isKnown = true;
        if (!before.workers) found.workers.push({ from, name, command });
        if (command.hasBeat)
          found.beat ??= { from, name, command: { kind: "beat", app: command.app, scheduler: undefined } };
        break;
      case "beat":
        isKnown = true;
        found.beat ??= { from, name, command };
        break;
      case "flower":
        isKnown = true;
        found.left.push({
          from,
          name,
          command: "Flower: run it on your own machine, or as a service of its own (`ublog:services`)",
        });
        break;
    }
  }
  if (isKnown || last === undefined || before.services) return;
  const { command, words } = last;
  if (command.kind === "manage") {
    if (!ONE_OFF.test(command.name)) found.services.push({ from, name, command: command.words });
  } else if (/Procfile|fly|render/.test(from) && name !== "web")
    found.services.push({ from, name, command: words });
  else if (name !== "web" || /Procfile|fly|render/.test(from))
    found.left.push({
      from,
      name,
      command: `\`${words.join(" ").slice(0, 60)}\` isn't a command that is known here`,
    });
}

/** The commands of a line, and of the scripts that it starts. */
function expanded(tree: Tree, deployments: Deployments, line: string, depth = 0): Classified {
  return classifyLine(line).flatMap((one) => {
    const [program = ""] = one.words;
    if (one.command.kind !== "other" || depth > 2 || (!program.includes("/") && !program.endsWith(".sh")))
      return [one];
    const file = fileInImage(tree, deployments.dockerfile, program);
    const text = file === undefined ? undefined : tree.read(file);
    if (text === undefined || (!/^#!.*\b(ba|da|z|a)?sh\b/.test(text) && !program.endsWith(".sh")))
      return [one];
    const inner = expanded(tree, deployments, text, depth + 1).filter(
      ({ command }) => command.kind !== "other",
    );
    return inner.length === 0
      ? [one]
      : inner.map((each) => ({ ...each, variables: { ...one.variables, ...each.variables } }));
  });
}
