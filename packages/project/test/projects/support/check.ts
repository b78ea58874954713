import { execFile } from "node:child_process";
import { appendFileSync, cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { checkArguments, checkScript } from "../../../../app-update/src/release/checkScript.ts";
import { type Case, spellings } from "./cases.ts";
import type { Published } from "./published.ts";
import { pythonOf } from "./python.ts";

/** What the kit's README has people write at the end of their settings, and `init` says. */
export const KIT_LINES = ["from django_ecs.settings import configure", "configure(globals())"];

/** What the check has found. */
export interface Findings {
  exitCode: number;
  problems: { question: string; reason: string; remedy: string }[];
  warnings: { question: string; reason: string; remedy: string }[];
}

/** What an image of the project would be: a folder with the code as the person has changed it, and a Python with its packages. */
export interface Image {
  /** The folder that the image starts in. */
  folder: string;
  program: string;
  env: Record<string, string>;
}

/**
 * The image of a project in a temporary `folder`, after what `init` asks a person to write: the kit's lines at the end of the stack's settings, and the
 * kit with `extras` among the requirements.
 */
export async function imageOf(
  one: Case,
  { folder, settings, extras }: { folder: string; settings: string; extras: readonly string[] },
): Promise<Image> {
  const code = join(folder, "code");
  cpSync(join(one.folder, one.folders.backend), code, { recursive: true });
  const workdir = join(code, one.manage);
  appendFileSync(fileOf(workdir, settings), `\n\n${KIT_LINES.join("\n\n")}\n`);
  const { program, path } = await pythonOf(one, { folder, extras });
  return { folder: workdir, program, env: { PATH: process.env.PATH ?? "", PYTHONPATH: path } };
}

/** The file of a Python module. */
export function fileOf(folder: string, module: string): string {
  const path = join(folder, ...module.split("."));
  return existsSync(`${path}.py`) ? `${path}.py` : join(path, "__init__.py");
}

/** Asks an image what a release would ask it, without servers: with the variables of the update task that the stack has published. */
export async function findingsOf(image: Image, stack: Published, given: Case["given"]): Promise<Findings> {
  const { environment } = stack.container("update");
  const asked = checkArguments(checkScript(), { ...stack.facts, offline: true });
  const { code, stdout, stderr } = await python(image, asked, { ...environment, ...given });
  const last = stdout.trim().split("\n").at(-1) ?? "";
  if (!last.startsWith("django-ecs-check ")) throw new Error(`${stdout}${stderr}`.slice(-2000));
  const { problems, warnings } = JSON.parse(last.replace("django-ecs-check ", ""));
  return { exitCode: code, problems, warnings };
}

/** Does what a Dockerfile does where static files are in the image, outside of a stack, with its variables. Says how it fails. */
export async function collectStatic(image: Image, settings: string, dockerfile: string): Promise<string> {
  const [instruction = ""] = /^RUN .*(\\\n.*)*collectstatic.*$/m.exec(dockerfile) ?? [];
  const assigned = [...instruction.matchAll(/\b([A-Z][A-Z0-9_]*)=("[^"]*"|'[^']*'|\S*)/g)];
  const variables = assigned.map(([, name = "", value = ""]) => [name, value.replace(/^["']|["']$/g, "")]);
  const run = await python(image, ["manage.py", "collectstatic", "--noinput"], {
    DJANGO_SETTINGS_MODULE: settings,
    ...Object.fromEntries(variables),
  });
  return run.code === 0 ? "" : `${run.stdout}${run.stderr}`.trim().split("\n").slice(-3).join("\n");
}

/** The settings that a project's stack must name, of which there may be several. */
export const settingsOf = (one: Case): string[] => spellings(one.settings["django.settingsModule"]);

function python({ folder, program, env }: Image, args: string[], more: Record<string, string>) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(program, ["-S", ...args], { cwd: folder, env: { ...more, ...env } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, stdout, stderr }),
    );
  });
}
