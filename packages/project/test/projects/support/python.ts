import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pythonEnvironment } from "../../../../local/src/install/python.ts";
import { mustRun } from "../../../../local/src/install/run.ts";
import type { Case } from "./cases.ts";

const kit = fileURLToPath(new URL("../../../../django-ecs-kit/", import.meta.url));
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** What runs a project: a Python, and the variable that leads it to the packages of the project's image. */
export interface Python {
  program: string;
  path: string;
}

/** The folder of the programs of the environment that has all packages, with the Django of the project. */
async function everything({ django }: Pick<Case, "django">): Promise<string> {
  if (django === "5.2") return pythonEnvironment(here("requirements.txt"));
  const versions = django === "4.2" ? ["3.10", "3.11", "3.12"] : ["3.13", "3.12", "3.14"];
  return pythonEnvironment(join(kit, `requirements/django-${django}.txt`), {
    versions,
    folder: join(kit, ".venv", django),
  });
}

/**
 * A Python with what the image of a project would have installed: its requirements, and with `extras` django-ecs-kit with these. `folder` is where its
 * packages are put together.
 */
export async function pythonOf(
  one: Case,
  { folder, extras }: { folder: string; extras?: readonly string[] },
): Promise<Python> {
  const program = join(await everything(one), "python");
  const ofKit = extras === undefined ? [] : [...extrasOfKit()].filter(([extra]) => extras.includes(extra));
  const packages = join(folder, "site-packages");
  await mustRun(program, [
    here("environment.py"),
    packages,
    ...one.requirements,
    ...ofKit.flatMap(([, requirements]) => requirements),
  ]);
  return { program, path: [...(extras === undefined ? [] : [join(kit, "src")]), packages].join(":") };
}

/** The extras of django-ecs-kit, with what each installs. */
function extrasOfKit(): Map<string, string[]> {
  const [, text = ""] = readFileSync(join(kit, "pyproject.toml"), "utf8").split(
    "[project.optional-dependencies]",
  );
  const [table = ""] = text.split("\n[");
  return new Map(
    [...table.matchAll(/^(\w+) = (\[.*\])$/gm)].map(([, name = "", list = "[]"]) => [name, JSON.parse(list)]),
  );
}
