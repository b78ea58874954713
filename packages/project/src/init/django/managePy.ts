import { posix } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { isPython2, parsePython } from "../python/syntax.ts";
import type { Tree } from "../tree.ts";

export interface ManagePy {
  file: string;
  /** The folder that it is in, below the project's; `.` for that itself. */
  folder: string;
  /** The settings that it names; undefined where it names none that can be read off. */
  settingsModule: string | undefined;
  /** Others further down, which are left alone. */
  others: readonly string[];
}

const DJANGO = /execute_from_command_line|DJANGO_SETTINGS_MODULE|from django\.core\.management/;

/** The project's manage.py: the one that is highest up. Throws a UserError where there is none, or several. */
export function managePyOf(tree: Tree, shown: string): ManagePy {
  const all = tree.files.filter((file) => posix.basename(file) === "manage.py");
  const found = all.filter((file) => DJANGO.test(tree.read(file) ?? ""));
  const [file] = found;
  if (file === undefined) {
    const flask = all.length > 0 ? ` Its ${all[0]} isn't Django's.` : "";
    const limit = tree.limit === undefined ? "" : ` ${tree.limit}`;
    throw new UserError(
      `${shown} isn't a Django project: there is no manage.py of Django in it, or in a folder below it.${flask}${limit} Write --backend with the folder that has it.`,
    );
  }
  const depth = depthOf(file);
  const rivals = found.filter((other) => depthOf(other) === depth);
  if (rivals.length > 1)
    throw new UserError(
      `${shown} has more than one manage.py: ${rivals.join(", ")}. Write --backend with the folder of the one that is meant, for example --backend ${posix.join(shown, posix.dirname(file))}.`,
    );
  const text = tree.read(file) ?? "";
  if (isPython2(parsePython(text)))
    throw new UserError(
      `${posix.join(shown, file)} is Python 2, which no supported Django runs on. Bring the project to Python 3 first.`,
    );
  return {
    file,
    folder: posix.dirname(file),
    settingsModule: settingsNamedIn(text),
    others: found.filter((other) => other !== file),
  };
}

/** The settings that a file sets where the environment names none, as manage.py, wsgi.py and asgi.py do. */
export function settingsNamedIn(text: string): string | undefined {
  const code = text.replace(/^\s*#.*$/gm, "");
  return /DJANGO_SETTINGS_MODULE["']\s*(?:,|\]\s*=|\)?\s*or|,\s*default\s*=)\s*["']([\w.]+)["']/.exec(
    code,
  )?.[1];
}

const depthOf = (file: string): number => file.split("/").length;
