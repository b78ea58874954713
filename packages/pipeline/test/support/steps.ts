import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Job, readPipelines, repository } from "./workflows.ts";

export interface StepRun {
  code: number;
  log: string;
  outputs: Record<string, string>;
  summary: string;
}

export interface Runner {
  /** The checkout. */
  project: string;
  /** The runner's own folder, RUNNER_TEMP. */
  temp: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Runs the script of a step exactly as the workflow has it, with the environment that the workflow, the job and the step give it.
 * `values` says what each expression is; one that isn't there is an error.
 */
export async function runStep(
  runner: Runner,
  [file, jobName, stepName]: readonly [file: string, job: string, step: string],
  values: Record<string, string>,
  event: object = {},
): Promise<StepRun> {
  const workflow = readPipelines().workflows[file];
  const job: Job | undefined = workflow?.jobs[jobName];
  const step = job?.steps?.find(({ name }) => name === stepName);
  if (step?.run === undefined)
    throw new Error(`${file} has no step “${stepName}” with a script in ${jobName}`);
  const given = { ...workflow?.env, ...job?.env, ...step.env };
  const env = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, evaluate(text, values)]));

  mkdirSync(runner.temp, { recursive: true });
  const at = (name: string) => join(runner.temp, name);
  writeFileSync(at("script.sh"), step.run);
  writeFileSync(at("event.json"), JSON.stringify(event));
  for (const name of ["output", "summary"]) writeFileSync(at(name), "");
  const { code, log } = await bash(runner, {
    ...env,
    GITHUB_ACTIONS: "true",
    GITHUB_OUTPUT: at("output"),
    GITHUB_STEP_SUMMARY: at("summary"),
    GITHUB_EVENT_PATH: at("event.json"),
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_REPOSITORY: "octocat/ublog",
    GITHUB_RUN_ID: "4711",
    RUNNER_TEMP: runner.temp,
  });
  const outputs = parseOutputs(readFileSync(at("output"), "utf8"));
  return { code, log, outputs, summary: readFileSync(at("summary"), "utf8") };
}

function evaluate(text: string, values: Record<string, string>): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, inner: string) => {
    const value = values[inner.trim()];
    if (value === undefined) throw new Error(`the test doesn't say what \${{${inner}}} is`);
    return value;
  });
}

function parseOutputs(text: string): Record<string, string> {
  const found = text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name = "", , value = ""]) => [name, value]));
}

/** As GitHub runs a step: bash, stopping at the first error. `pnpm run pipeline` and `pnpm exec ublog` are this repository's. */
function bash(
  { project, temp, env }: Runner,
  more: NodeJS.ProcessEnv,
): Promise<{ code: number; log: string }> {
  const bin = join(temp, "bin");
  if (!existsSync(bin)) {
    mkdirSync(bin);
    const cli = join(repository, "packages/pipeline/src/bin.ts");
    const ublog = join(repository, "packages/ublog/src/bin.ts");
    const script = `#!/bin/sh\ncase "$1 $2" in\n  "run pipeline") program='${cli}' ;;\n  "exec ublog") program='${ublog}' ;;\n  *) exit 64 ;;\nesac\nshift 2\nexec '${process.execPath}' "$program" "$@"\n`;
    writeFileSync(join(bin, "pnpm"), script);
    chmodSync(join(bin, "pnpm"), 0o755);
  }
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", join(temp, "script.sh")], {
    cwd: project,
    env: { ...env, ...more, PATH: `${bin}:${env.PATH}` },
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, log }));
  });
}
