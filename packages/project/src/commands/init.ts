import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { projectFolder } from "@ublog/pipeline/src/projectFolder.ts";
import { projectName } from "@ublog/pipeline/src/stackFiles.ts";
import { UsageError, UserError } from "@ublog/terminal/errors";
import { painter } from "@ublog/terminal/paint";
import { widthOf } from "@ublog/terminal/table";
import { IMAGES_FILE } from "../images/imagesFile.ts";
import { adviceOn } from "../init/advice.ts";
import { type Asker, terminalAsker } from "../init/ask.ts";
import { refuseWhatStacksRefuse } from "../init/checked.ts";
import { answersIn } from "../init/existing.ts";
import { type ProjectFacts, readProject } from "../init/facts.ts";
import { foldersOf, shownIn } from "../init/folders.ts";
import { nextCommands } from "../init/next.ts";
import { answer, problemsOfFlags } from "../init/questions.ts";
import { asJson, type InitReport, lines } from "../init/report.ts";
import { planApp } from "../init/settle/plan.ts";
import { hasCelery } from "../init/settle/workers.ts";
import { found } from "../init/summary.ts";
import { type Decided, decide, isUntouched, writeFiles } from "../init/write/files.ts";
import { contractVariables, starterIn, wantedFiles } from "../init/write/texts.ts";
import { type ListZones, publicZones, sdkZones } from "../init/zones.ts";

export interface InitOptions {
  backend?: string;
  frontend?: string;
  settings?: string;
  stack: string;
  region?: string;
  domain?: string;
  zone?: string;
  trial?: boolean;
  celery?: boolean;
  write?: boolean;
  yes?: boolean;
  json?: boolean;
  dryRun?: boolean;
}

/** What `init` has around it. */
export interface InitSurroundings {
  /** The folder that it is called in. */
  folder: string;
  /** The repository that this program is in: the fork itself, unless that is a copy of its stack files. */
  repository: string;
  environment: NodeJS.ProcessEnv;
  print(text: string): void;
  width: number;
  /** Undefined where there is no terminal. */
  asker(): Asker | undefined;
  zones(): Promise<ListZones>;
}

export const processSurroundings = (): InitSurroundings => ({
  folder: process.cwd(),
  repository: fileURLToPath(new URL("../../../../", import.meta.url)),
  environment: process.env,
  print: (text) => void process.stdout.write(`${text}\n`),
  width: widthOf(process.stdout, process.env),
  asker: () =>
    process.stdin.isTTY && process.stderr.isTTY ? terminalAsker(process.stdin, process.stderr) : undefined,
  zones: sdkZones,
});

/** Writes the stack files for a project. Exit code 1: a file that somebody has changed differs, and was left alone. */
export async function init(options: InitOptions, around = processSurroundings()): Promise<number> {
  const problems = problemsOfFlags(options);
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  const fork = projectFolder(around.folder);
  const asker = options.yes === true ? undefined : around.asker();
  try {
    const report = await story(options, around, fork, asker);
    const paint = painter(process.stdout, around.environment);
    around.print(
      options.json === true
        ? JSON.stringify(asJson(report), null, 2)
        : lines(report, paint, around.width).join("\n"),
    );
    return report.files.some(({ fate }) => fate === "differs") ? 1 : 0;
  } finally {
    asker?.close();
  }
}

async function story(
  options: InitOptions,
  around: InitSurroundings,
  fork: string,
  asker: Asker | undefined,
): Promise<InitReport> {
  const repository = { folder: fork, project: projectName(fork) };
  const text = (file: string) =>
    existsSync(join(fork, file)) ? readFileSync(join(fork, file), "utf8") : undefined;
  const given = await contractVariables();
  const starter = starterIn([fork, around.repository], repository.project, given);
  const base = text("Pulumi.base.yaml");
  // Folders that a person names are below the one in which the person is: pnpm starts programs at the top.
  const from = resolve(around.environment.INIT_CWD ?? around.folder);
  const places = { from, fork, imagesFile: text(IMAGES_FILE) };
  const folders = await foldersOf(options, places, asker);
  const known = {
    flags: options,
    existing: answersIn(
      repository.project,
      base !== undefined && isUntouched(base, starter?.committed.base) ? undefined : base,
    ),
    environment: around.environment,
    zones: async () => publicZones(await around.zones()),
    asker,
  };
  if (folders.backend === undefined) {
    // Without a terminal: says everything that is missing at once.
    await answer({ ...known, celery: undefined }, [MISSING_BACKEND]);
    throw new UserError(`${MISSING_BACKEND} is missing.`);
  }
  const shown = (folder: string) => shownIn(from, folder);
  const { frontend } = folders;
  const facts = readProject(folders.backend, shown(folders.backend), {
    frontend: frontend === undefined ? undefined : { folder: frontend, shown: shown(frontend) },
    settings: options.settings,
  });
  const answers = await answer({ ...known, celery: hasCelery(facts) }, []);
  const plan = planApp(facts, answers, given);
  const wanted = wantedFiles(repository, facts, answers, plan, starter);
  const files = wanted.map((one) => decide(one, options.write === true));
  for (const { path, shown, text: written } of files) {
    const stack = /^Pulumi\.(.+)\.yaml$/.exec(shown)?.[1];
    if (stack !== undefined)
      await refuseWhatStacksRefuse(repository.project, stack, written ?? readFileSync(path, "utf8"));
  }
  if (options.dryRun !== true) writeFiles(files);
  const advice = adviceOn(facts, plan, { from, kit: kitIn(fork, around) });
  const isLeft = files.some(({ fate }) => fate === "differs");
  if (starter === undefined) advice.open.unshift(...withoutStarter(isLeft, facts));
  return {
    backend: facts.shown,
    found: found(facts, plan),
    files,
    change: files.flatMap(toChange),
    advice,
    next: nextCommands(answers, {
      project: repository.project,
      facts,
      plan,
      isBootstrapped: existsSync(join(fork, "Pulumi.bootstrap.yaml")),
    }),
    isDryRun: options.dryRun === true,
  };
}

/** The folder of django-ecs-kit in the infrastructure repository; in a copy of its stack files alone that of this program's own. */
function kitIn(fork: string, { repository }: InitSurroundings): string {
  const own = join(fork, "packages/django-ecs-kit");
  return existsSync(own) ? own : join(repository, "packages/django-ecs-kit");
}

/** What couldn't be done where the starter isn't there. */
function withoutStarter(isLeft: boolean, { deployments }: ProjectFacts): string[] {
  const lacks = [
    ...(isLeft ? ["which files nobody has changed yet, so all that differ were left alone"] : []),
    ...(deployments.dockerfile === undefined ? ["what a Dockerfile is made of, so none was written"] : []),
  ];
  if (lacks.length === 0) return [];
  const way = isLeft ? ", or write --write for the stack files" : "";
  return [
    `packages/starter isn't in this repository. It shows ${lacks.join(", and ")}. Bring it back from the repository that yours is a fork of${way}.`,
  ];
}

const MISSING_BACKEND = "--backend <folder> (the checkout of the Django project)";

/** Lines of a file that are marked. */
function toChange({ shown, path, text }: Decided): string[] {
  const said = text ?? (existsSync(path) ? readFileSync(path, "utf8") : "");
  return said
    .split("\n")
    .flatMap((line, nth) => (/# (.*: )?CHANGE\b/.test(line) ? [`${shown}:${nth + 1}: ${line.trim()}`] : []));
}
