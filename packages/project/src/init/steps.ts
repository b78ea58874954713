import { join, posix } from "node:path";
import { quoted } from "@ublog/terminal/shell";
import { installsKit } from "../images/kitContext.ts";
import type { ProjectFacts } from "./facts.ts";
import { shownIn } from "./folders.ts";
import type { AppPlan } from "./settle/plan.ts";

/** Folders that commands name. */
export interface Places {
  /** The one in which the person is. */
  from: string;
  /** The one of django-ecs-kit. */
  kit: string;
}

/** The extras of the kit: what each needs, by the name that is installed, and whether it is there. */
const EXTRAS = {
  celery: { requirement: "celery[redis]", isThere: (has) => has("celery") },
  postgres: {
    requirement: "psycopg[binary]",
    isThere: (has) => has("psycopg") || has("psycopg2") || has("psycopg2-binary"),
  },
  redis: { requirement: "redis", isThere: (has) => has("redis") || has("django-redis") },
  s3: { requirement: "django-storages[s3]", isThere: (has) => has("django-storages") && has("boto3") },
} satisfies Record<string, { requirement: string; isThere: (has: (name: string) => boolean) => boolean }>;

/** The extras of the kit that a project needs. Uploads go to the bucket wherever static files are. */
const extrasOf = ({ celery }: AppPlan): (keyof typeof EXTRAS)[] => [
  ...(celery === undefined ? [] : (["celery"] as const)),
  "postgres",
  "redis",
  "s3",
];

/** What somebody has to do in the project, each as a sentence; lines below it are code or a command. */
export function stepsIn(facts: ProjectFacts, plan: AppPlan, places: Places): string[] {
  const { settings, frontend, shown, deployments } = facts;
  const { dockerfile } = deployments;
  const steps = [...packagesToAdd(facts, plan), ...kitToInstall(facts, plan, places)];
  if (!settings.usesKit)
    steps.push(
      [
        `At the end of ${posix.join(shown, settings.file)}${plan.server.isAsgi ? ", the last line because of ASGI" : ""}:`,
        "from django_ecs.settings import configure",
        "",
        "configure(globals())",
        ...(plan.server.isAsgi ? ['DATABASES["default"]["CONN_MAX_AGE"] = 0'] : []),
      ].join("\n"),
    );
  const { bare } = facts.codeQueues;
  const own = bare.filter(({ queue }) => queue !== "celery");
  if (plan.celery !== undefined && own.length > 0)
    steps.push(
      `Tasks name queues by themselves (${own.map(({ queue, file }) => `"${queue}" in ${file}`).join(", ")}). On the broker they begin with the app's name: write queue=queue("${own[0]?.queue}"), with from django_ecs.celery import queue.`,
    );
  if (plan.static.where === "image" && dockerfile?.collectsStatic === false)
    steps.push(
      `${dockerfile.from} doesn't collect static files, which WhiteNoise serves from the image. Add RUN python manage.py collectstatic --noinput, with what the settings need for it.`,
    );
  if (plan.frontend.enabled && frontend?.nuxt?.hasApiBase === false)
    steps.push(
      `In ${posix.join(frontend.shown, frontend.nuxt.file)}: runtimeConfig: { public: { apiBase: "" } }, which NUXT_PUBLIC_API_BASE sets to the address of the API.`,
    );
  return steps;
}

/** What adds packages to the list and brings its lock up to date. Where nothing is locked a line in the list is enough. */
const ADDS: Partial<Record<NonNullable<ProjectFacts["requirements"]["tool"]>, readonly string[]>> = {
  uv: ["uv", "add"],
  poetry: ["poetry", "add"],
  pdm: ["pdm", "add"],
  pipenv: ["pipenv", "install"],
};

function packagesToAdd({ requirements, shown, tree }: ProjectFacts, plan: AppPlan): string[] {
  const has = (name: string) => requirements.packages.has(name);
  const { file, installed, tool } = requirements;
  const add: string[] = [];
  if (file === undefined) add.push("Django");
  for (const extra of extrasOf(plan)) if (!EXTRAS[extra].isThere(has)) add.push(EXTRAS[extra].requirement);
  if (!has(plan.server.program)) add.push(plan.server.program);
  if (plan.server.command?.some((word) => word.startsWith("uvicorn_worker.")) && !has("uvicorn-worker"))
    add.push("uvicorn-worker");
  if (add.length === 0) return [];
  if (file === undefined)
    return [`Add to a new ${posix.join(shown, "requirements.txt")}: ${add.join(", ")}.`];
  const isLocked = tool !== "uv" || tree.has(posix.join(posix.dirname(file), "uv.lock"));
  const command = isLocked && tool !== undefined ? ADDS[tool] : undefined;
  if (command !== undefined) return [`In ${folderOf(shown, file)}:\n${commandLine([...command, ...add])}`];
  const made =
    installed === file || installed === undefined
      ? ""
      : `, and make ${posix.join(shown, installed)} of it again`;
  return [`Add to ${posix.join(shown, file)}: ${add.join(", ")}${made}.`];
}

/** How the kit comes into the image and onto a machine while it isn't on PyPI. */
function kitToInstall(facts: ProjectFacts, plan: AppPlan, { from, kit }: Places): string[] {
  const { requirements, settings, shown, deployments, tree } = facts;
  if (requirements.packages.has("django-ecs-kit")) return [];
  const packageAt = (path: string) =>
    `${path.startsWith(".") ? "" : "./"}${path}[${extrasOf(plan).join(",")}]`;
  const { dockerfile } = deployments;
  const inImage =
    dockerfile === undefined || installsKit(tree.read(dockerfile.file) ?? "")
      ? []
      : [
          `django-ecs-kit[${extrasOf(plan).join(",")}] isn't on PyPI yet: ${posix.join(shown, dockerfile.file)} has to put it in, as packages/starter/backend/Dockerfile does.`,
        ];
  // Where the settings use it somebody has it.
  if (settings.usesKit) return inImage;
  const { file, tool } = requirements;
  const why = "django-ecs-kit isn't on PyPI yet. The image gets it from its Dockerfile; on your own machine";
  const runs = { uv: ["uv"], poetry: ["poetry", "run"], pipenv: ["pipenv", "run"] };
  if (file !== undefined && (tool === "uv" || tool === "poetry" || tool === "pipenv")) {
    const path = shownIn(join(tree.folder, posix.dirname(file)), kit);
    const again = tool === "uv" ? ", and again after `uv sync`, which takes it out" : "";
    return [
      ...inImage,
      `${why}, in ${folderOf(shown, file)}${again}:\n${commandLine([...runs[tool], "pip", "install", packageAt(path)])}`,
    ];
  }
  return [...inImage, `${why}:\n${commandLine(["pip", "install", packageAt(shownIn(from, kit))])}`];
}

const folderOf = (shown: string, file: string): string => posix.join(shown, posix.dirname(file));

/** A command as a shell reads it, in lines of at most 80 columns as far as its words allow. */
function commandLine(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words.map(quoted)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + " \\".length >= 80)
      lines.push(last === undefined ? word : `  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join(" \\\n");
}
