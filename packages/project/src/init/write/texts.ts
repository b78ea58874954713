import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { IMAGES_FILE, imagesFileText } from "../../images/imagesFile.ts";
import { type ProjectFacts, readProject } from "../facts.ts";
import { contextOf, imagesOf } from "../images.ts";
import { type Answers, PLACEHOLDERS } from "../settle/answers.ts";
import { type AppPlan, planApp } from "../settle/plan.ts";
import { appFile } from "./appFile.ts";
import { baseFile } from "./baseFile.ts";
import { backendDockerfile, dockerignore, starterText } from "./dockerfile.ts";
import type { Wanted } from "./files.ts";
import { frontendDockerfile } from "./frontendDockerfile.ts";

/** The infrastructure repository, and its Pulumi project. */
export interface Fork {
  folder: string;
  project: string;
}

/** What the files of a fork are to say. */
export interface Texts {
  base: string;
  app: string;
  images: string;
}

/** The variables that every app is given. */
export async function contractVariables(): Promise<ReadonlySet<string>> {
  const { ENVIRONMENT } = await import("pulumi-aws-django/environment");
  return new Set(ENVIRONMENT.map(({ name }) => name));
}

/** What the files say in a fork in which nobody has changed them: the starter's. Undefined where it isn't there any more. */
export function committedTexts(fork: Fork, given: ReadonlySet<string>): Texts | undefined {
  const [backend, frontend] = ["packages/starter/backend", "packages/starter/frontend"];
  if (!existsSync(join(fork.folder, backend, "manage.py"))) return undefined;
  const hasFrontend = existsSync(join(fork.folder, frontend, "package.json"));
  const facts = readProject(join(fork.folder, backend), backend, {
    frontend: hasFrontend ? { folder: join(fork.folder, frontend), shown: frontend } : undefined,
  });
  return textsOf(fork, facts, PLACEHOLDERS, planApp(facts, PLACEHOLDERS, given));
}

/** The starter, and what the files say in a fork of which nobody has changed them. */
export interface Starter {
  /** The repository that it is in. */
  folder: string;
  committed: Texts;
}

/** The starter of the first of these repositories that has it. */
export function starterIn(
  repositories: readonly string[],
  project: string,
  given: ReadonlySet<string>,
): Starter | undefined {
  for (const folder of repositories) {
    const committed = committedTexts({ folder, project }, given);
    if (committed !== undefined) return { folder, committed };
  }
  return undefined;
}

function textsOf({ folder, project }: Fork, facts: ProjectFacts, answers: Answers, plan: AppPlan): Texts {
  return {
    base: baseFile(project, answers),
    app: appFile(project, answers, plan),
    images: imagesFileText(imagesOf(folder, facts)),
  };
}

/** The files that `init` writes: the fork's, and those that the application lacks. */
export function wantedFiles(
  fork: Fork,
  facts: ProjectFacts,
  answers: Answers,
  plan: AppPlan,
  starter: Starter | undefined,
): Wanted[] {
  const committed = starter?.committed;
  const texts = textsOf(fork, facts, answers, plan);
  const own = (key: string) => `${fork.project}:${key}`;
  const isTrial = answers.domain === "trial";
  const file = (name: string, text: string, more: Partial<Wanted>): Wanted => ({
    shown: name,
    path: join(fork.folder, name),
    text,
    ...more,
  });
  return [
    file("Pulumi.base.yaml", texts.base, {
      committed: committed?.base,
      unwanted: isTrial ? ["domainName", "zoneId", "certificateArn"].map(own) : [own("trial")],
    }),
    file(`Pulumi.${answers.stack}.yaml`, texts.app, { committed: committed?.app }),
    file(IMAGES_FILE, texts.images, { committed: committed?.images }),
    ...(starter === undefined ? [] : applicationFiles(starter, facts, plan)),
  ];
}

/** The Dockerfiles that aren't there, each with a `.dockerignore`. */
function applicationFiles({ folder }: Starter, facts: ProjectFacts, plan: AppPlan): Wanted[] {
  const { deployments, frontend } = facts;
  const files: Wanted[] = [];
  const add = (shown: string, base: string, at: string, name: string, text: string) =>
    files.push({
      shown: posix.join(shown, at, name),
      path: join(base, at, name),
      text,
      onlyIfAbsent: true,
    });
  const dockerfile = starterText(folder, "backend/Dockerfile");
  const ignored = starterText(folder, "backend/.dockerignore");
  if (deployments.dockerfile === undefined && dockerfile !== undefined && ignored !== undefined) {
    add(
      facts.shown,
      facts.tree.folder,
      contextOf(facts),
      "Dockerfile",
      backendDockerfile(dockerfile, facts, plan),
    );
    add(facts.shown, facts.tree.folder, contextOf(facts), ".dockerignore", dockerignore(ignored));
  }
  const ui = starterText(folder, "frontend/Dockerfile");
  const uiIgnored = starterText(folder, "frontend/.dockerignore");
  if (
    frontend?.framework === "nuxt" &&
    frontend.dockerfile === undefined &&
    ui !== undefined &&
    uiIgnored !== undefined
  ) {
    add(
      frontend.shown,
      frontend.tree.folder,
      frontend.folder,
      "Dockerfile",
      frontendDockerfile(ui, frontend),
    );
    add(frontend.shown, frontend.tree.folder, frontend.folder, ".dockerignore", uiIgnored);
  }
  return files;
}
