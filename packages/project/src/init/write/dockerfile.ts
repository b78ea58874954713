import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { ProjectFacts } from "../facts.ts";
import { contextOf } from "../images.ts";
import type { AppPlan } from "../settle/plan.ts";

/** A file for the application, below the folder of its image's context. */
export interface NewFile {
  name: string;
  text: string;
}

/** A text of the starter in a repository; undefined where it has none any more. */
export function starterText(repository: string, path: string): string | undefined {
  const file = join(repository, "packages/starter", path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** The starter's Dockerfile for another project: its own packages, Python, folder and command. */
export function backendDockerfile(starter: string, facts: ProjectFacts, plan: AppPlan): string {
  const context = contextOf(facts);
  const below = posix.relative(context, facts.managePy.folder);
  const python = pythonVersion(facts);
  const lines = starter.split("\n").flatMap((line): string[] => {
    if (line.startsWith("COPY requirements.txt")) return installLines(facts, context)[0] ?? [];
    if (/^RUN .*pip install --require-hashes -r requirements\.txt$/.test(line))
      return installLines(facts, context)[1] ?? [];
    if (line.startsWith("# The user can't, and neither"))
      return [
        ...(below === "" ? [] : [`WORKDIR ${posix.join("/app", below)}`]),
        ...collectLines(facts, plan),
        line,
      ];
    if (line.startsWith("CMD ")) return [`CMD ${JSON.stringify(commandOf(plan)).replaceAll('","', '", "')}`];
    return [python === undefined ? line : line.replace(/^FROM python:[\d.]+-/, `FROM python:${python}-`)];
  });
  return lines.join("\n");
}

/** What the starter's `.dockerignore` says, without what only the starter has. */
export const dockerignore = (starter: string): string =>
  starter.replace(/^(dev|lock\.sh|requirements\.in)\n/gm, "");

const CACHED = "RUN --mount=type=cache,target=/root/.cache/pip";

/** The lines that copy the list of packages, and those that install them into the environment `/venv`. */
function installLines({ requirements, tree, managePy }: ProjectFacts, context: string): [string[], string[]] {
  const { tool, installed: file } = requirements;
  const inContext = (path: string) => posix.relative(context, path);
  const beside = (name: string) => {
    const path = posix.join(posix.dirname(file ?? managePy.file), name);
    return tree.has(path) ? inContext(path) : undefined;
  };
  const copies = (...names: (string | undefined)[]) => [
    `COPY ${names.filter((name) => name !== undefined).join(" ")} ./`,
  ];
  switch (file === undefined ? "none" : tool) {
    case "uv":
      return beside("uv.lock") === undefined
        ? [
            copies(inContext(file ?? "")),
            [`${CACHED} pip install uv && VIRTUAL_ENV=/venv uv pip install -r pyproject.toml`],
          ]
        : [
            copies(inContext(file ?? ""), beside("uv.lock")),
            [
              `${CACHED} pip install uv && UV_PROJECT_ENVIRONMENT=/venv uv sync --locked --no-dev --no-install-project --inexact`,
            ],
          ];
    case "poetry":
      return [
        copies(inContext(file ?? ""), beside("poetry.lock")),
        [
          `${CACHED} pip install --target tools poetry \\`,
          "  && VIRTUAL_ENV=/venv PYTHONPATH=tools python -m poetry install --only main --no-root",
        ],
      ];
    case "pipenv":
      return [
        copies(inContext(file ?? ""), beside("Pipfile.lock")),
        [
          `${CACHED} pip install pipenv && ${beside("Pipfile.lock") === undefined ? "pipenv install" : "pipenv sync"} --system`,
        ],
      ];
    case "pdm":
      return [
        copies(inContext(file ?? ""), beside("pdm.lock")),
        [
          `${CACHED} pip install pdm && pdm export --prod --without-hashes --output list.txt && pip install -r list.txt`,
        ],
      ];
    case "none":
      return [copies("requirements.txt"), [`${CACHED} pip install -r requirements.txt`]];
    default: {
      const path = inContext(file ?? "");
      const folder = posix.dirname(path);
      const isHashed = /--hash=/.test(tree.read(file ?? "") ?? "");
      // One in a folder may take in others beside it.
      return [
        [folder === "." ? `COPY ${path} ./` : `COPY ${folder}/ ${folder}/`],
        [`${CACHED} pip install ${isHashed ? "--require-hashes " : ""}-r ${path}`],
      ];
    }
  }
}

/** The Python that the project names, as `.python-version`, `runtime.txt` or a Pipfile does. */
function pythonVersion({ tree, managePy }: ProjectFacts): string | undefined {
  const read = (name: string) => tree.read(posix.join(managePy.folder, name)) ?? tree.read(name) ?? "";
  const named =
    /^\s*(?:python-|cpython-)?(3\.\d+)/.exec(read(".python-version")) ??
    /^\s*python-(3\.\d+)/.exec(read("runtime.txt")) ??
    /python_(?:full_)?version\s*=\s*"(3\.\d+)/.exec(read("Pipfile"));
  return named?.[1];
}

/** Collects static files where they are served from the image; the settings get something for each variable that they can't do without. */
function collectLines({ settings }: ProjectFacts, plan: AppPlan): string[] {
  if (plan.static.where !== "image") return [];
  const needed = [...settings.scope.variables].flatMap(([name, { isRequired }]) =>
    isRequired ? [name] : [],
  );
  const chosen = [...settings.scope.choices].map(([name, value]) => `${name}=${value}`);
  const given = needed
    .filter((name) => !settings.scope.choices.has(name))
    .map((name) => `${name}=${standIn(name)}`);
  const configuration =
    settings.configuration === undefined ? [] : [`DJANGO_CONFIGURATION=${settings.configuration}`];
  const variables = [`DJANGO_SETTINGS_MODULE=${settings.module}`, ...configuration, ...chosen, ...given];
  return [
    "# Served from the image. What the settings read has values of nobody here.",
    `RUN ${variables.join(" ")} python manage.py collectstatic --noinput`,
  ];
}

function standIn(name: string): string {
  if (/DATABASE|POSTGRES_URL|DB_URL/.test(name) && /UR[IL]/.test(name))
    return "postgres://nobody:nothing@localhost/nothing";
  if (/REDIS|BROKER|CACHE|CELERY_RESULT/.test(name)) return "redis://localhost:6379/0";
  if (/PORT$|SECONDS$|COUNT$|SIZE$/.test(name)) return "1";
  if (/URL$|ORIGINS?$/.test(name)) return "https://localhost";
  if (/DEBUG$/.test(name)) return "False";
  return "nothing";
}

function commandOf({ server, wsgiModule }: AppPlan): string[] {
  return server.command ?? ["gunicorn", "--bind=0.0.0.0:8000", wsgiModule ?? "config.wsgi"];
}
