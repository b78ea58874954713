import { posix } from "node:path";
import { quoted } from "@ublog/terminal/shell";
import type { ProjectFacts } from "../facts.ts";
import type { Command } from "../processes/classify.ts";

/** What a release runs first. */
export interface Update {
  command: string[];
  reason: string;
}

/** Migrations, static files where they are kept in the bucket, and what else the project does before a new version. */
export function updateOf({ runs, settings }: ProjectFacts, manage: string): Update {
  const collects = settings.static.where === "bucket";
  const migrate = `python ${manage} migrate --noinput`;
  const collect = `python ${manage} collectstatic --noinput`;
  const { release } = runs;
  const commands = release?.command.commands ?? [];
  const more = commands.filter((one) => !isManage(one, /^(migrate|collectstatic)$/));
  if (release === undefined || more.length === 0)
    return {
      command: collects ? ["sh", "-c", `${migrate} && exec ${collect}`] : migrate.split(" "),
      reason: release === undefined ? "" : `${release.from} does the same`,
    };
  const migrates = commands.find((one) => isManage(one, /^migrate$/));
  const known = commands.every((one) => one.kind === "manage");
  // A script, or a program of the project's own: as it is written there.
  const parts = known
    ? commands
        .filter((one) => !isManage(one, /^collectstatic$/))
        .map((one) => wordsOf(one).map(quoted).join(" "))
    : [release.command.line];
  if (known && migrates === undefined) parts.unshift(migrate);
  if (collects && (known || !/collectstatic/.test(release.command.line))) parts.push(collect);
  return { command: ["sh", "-c", parts.join(" && ")], reason: `from ${release.from}` };
}

const isManage = (command: Command, name: RegExp): boolean =>
  command.kind === "manage" && name.test(command.name);

function wordsOf(command: Command): string[] {
  if (command.kind !== "manage") return [];
  const isAsked = command.name === "migrate" && !command.words.some((word) => /^--no-?input$/.test(word));
  return isAsked ? [...command.words, "--noinput"] : command.words;
}

/** Where manage.py is, from the folder that the image starts in; `manage.py` unless the Dockerfile says otherwise. */
export function managePyInImage({ deployments, managePy }: ProjectFacts): {
  path: string;
  folder: string | undefined;
} {
  const { dockerfile } = deployments;
  const start = dockerfile?.workdir;
  if (dockerfile === undefined || start === undefined || !start.startsWith("/"))
    return { path: "manage.py", folder: undefined };
  const inContext = posix.relative(dockerfile.context, managePy.file);
  for (const { from, to, isFolder } of [...dockerfile.copies].reverse()) {
    for (const source of from) {
      const below = posix.relative(posix.normalize(source.replace(/^\/+/, "") || "."), inContext);
      if (below.startsWith("..")) continue;
      // A file goes into a folder under its own name; of a folder it is the contents that are copied.
      const at =
        below !== "" ? posix.join(to, below) : isFolder ? posix.join(to, posix.basename(source)) : to;
      const path = posix.relative(start, at);
      if (path === "manage.py") return { path, folder: undefined };
      return { path: path.startsWith("..") ? at : path, folder: posix.dirname(at) };
    }
  }
  return { path: "manage.py", folder: undefined };
}
