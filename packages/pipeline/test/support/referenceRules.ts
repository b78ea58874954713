import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { project } from "../../../project/src/cli.ts";
import { pipeline } from "../../src/cli.ts";
import {
  type Job,
  jobsOf,
  type Pipelines,
  repository,
  type Step,
  stepsOf,
  type Workflow,
} from "./workflows.ts";

/** What commands of this package give to later steps. */
const COMMAND_OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  stacks: ["stacks", "problem"],
  request: ["create"],
  preview: ["changes"],
  apply: ["url"],
};

/** What verbs of `ublog` that are no commands of this package give to later steps. */
const VERB_OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  images: ["stack", "images"],
  build: ["backend-version", "backend-digest", "frontend-version", "frontend-digest"],
};

/** What external actions give to later steps, as far as it is used. */
const ACTION_OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  "changesets/action/select-mode": ["mode", "publish-plan-artifact-id"],
  "changesets/action/pack": ["pack-dir-artifact-id"],
};

/** What GitHub sets in every step. */
const RUNNER_VARIABLES = ["RUNNER_TEMP", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ACTION_PATH"];

/** Every name in the workflows that leads nowhere, or that nothing leads to. */
export function referenceViolations(pipelines: Pipelines): string[] {
  return [
    ...jobsOf(pipelines).flatMap(({ file, name, workflow, job }) => [
      ...ofNeeds(`${file} ${name}`, workflow, job),
      ...ofStepOutputs(`${file} ${name}`, job, pipelines),
      ...ofCalled(`${file} ${name}`, job, pipelines),
      ...stepsOf(job).flatMap((step) =>
        ofStep(`${file} ${name}`, step, { ...workflow.env, ...job.env, ...step.env }, pipelines),
      ),
    ]),
    ...Object.entries(pipelines.workflows).flatMap(([file, workflow]) => [
      ...ofInputs(file, workflow),
      ...ofOutputs(file, workflow),
    ]),
    ...Object.entries(pipelines.actions).flatMap(([folder, action]) => [
      ...unknownAndUnused(
        `${folder}/action.yml`,
        "inputs",
        JSON.stringify(action.runs),
        Object.keys(action.inputs ?? {}),
      ),
      ...(action.runs.steps ?? []).flatMap((step) =>
        ofStep(`${folder}/action.yml`, step, step.env ?? {}, pipelines),
      ),
    ]),
    ...ofVersions(pipelines),
  ];
}

function ofNeeds(at: string, workflow: Workflow, job: Job): string[] {
  const needs = [job.needs ?? []].flat();
  const read = [...JSON.stringify(job).matchAll(/needs\.(\w+)\.(?:outputs\.([\w-]+)|result)/g)];
  return [
    ...needs
      .filter((name) => !(name in workflow.jobs))
      .map((name) => `${at}: needs ${name}, which is no job`),
    ...read.flatMap(([, name = "", output]) => {
      if (!needs.includes(name)) return [`${at}: reads ${name} without needing it`];
      const known = output === undefined || output in (workflow.jobs[name]?.outputs ?? {});
      return known ? [] : [`${at}: reads the output ${output}, which ${name} doesn't have`];
    }),
  ];
}

function ofStepOutputs(at: string, job: Job, pipelines: Pipelines): string[] {
  const read = [...JSON.stringify(job).matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)];
  const outcomes = [...JSON.stringify(job).matchAll(/steps\.([\w-]+)\.outcome\b/g)];
  const used = new Set([...read, ...outcomes].map(([, id]) => id));
  const steps = stepsOf(job);
  return [
    ...read.flatMap(([, id = "", output = ""]) => {
      const step = steps.find((one) => one.id === id);
      if (step === undefined) return [`${at}: reads the step ${id}, which isn't there`];
      return outputsOf(step, pipelines).includes(output)
        ? []
        : [`${at}: reads the output ${output}, which ${id} doesn't give`];
    }),
    ...steps.flatMap(({ id }) =>
      id === undefined || used.has(id) ? [] : [`${at}: nobody reads the step ${id}`],
    ),
  ];
}

function outputsOf({ run, uses }: Step, { actions }: Pipelines): readonly string[] {
  const command = /pnpm run pipeline ([\w-]+)/.exec(run ?? "")?.[1];
  if (command !== undefined) return COMMAND_OUTPUTS[command] ?? [];
  const verb = /pnpm exec ublog ([\w-]+)/.exec(run ?? "")?.[1];
  if (verb !== undefined) return VERB_OUTPUTS[verb] ?? [];
  if (uses?.startsWith("./")) return Object.keys(actions[uses.slice(2)]?.outputs ?? {});
  return ACTION_OUTPUTS[uses?.split("@")[0] ?? ""] ?? [];
}

/** Inputs of a workflow that is called. */
function ofCalled(at: string, job: Job, { workflows }: Pipelines): string[] {
  if (job.uses === undefined) return [];
  const file = job.uses.split("/").at(-1) ?? "";
  const call = workflows[file]?.on.workflow_call;
  if (call === undefined) return [`${at}: calls ${file}, which can't be called`];
  const given = Object.keys(job.with ?? {});
  const inputs = Object.entries(call?.inputs ?? {});
  return [
    ...given
      .filter((name) => !inputs.some(([known]) => known === name))
      .map((name) => `${at}: gives ${file} the input ${name}, which it doesn't have`),
    ...inputs
      .filter(([name, { required }]) => required === true && !given.includes(name))
      .map(([name]) => `${at}: gives ${file} no ${name}`),
  ];
}

/** Outputs of jobs that lead nowhere, and outputs of the workflow that come from nowhere. */
function ofOutputs(file: string, workflow: Workflow): string[] {
  const text = JSON.stringify(workflow);
  const forCallers = Object.entries(workflow.on.workflow_call?.outputs ?? {});
  return [
    ...Object.entries(workflow.jobs).flatMap(([name, job]) =>
      Object.keys(job.outputs ?? {})
        .filter((output) => !new RegExp(`(?:needs|jobs)\\.${name}\\.outputs\\.${output}\\b`).test(text))
        .map((output) => `${file} ${name}: nobody reads the output ${output}`),
    ),
    ...forCallers.flatMap(([output, { value }]) => {
      const [, job = "", read = ""] = /^\$\{\{ jobs\.([\w-]+)\.outputs\.([\w-]+) \}\}$/.exec(value) ?? [];
      return read in (workflow.jobs[job]?.outputs ?? {})
        ? []
        : [`${file}: gives its callers the output ${output}, which no job has`];
    }),
  ];
}

function ofInputs(file: string, workflow: Workflow): string[] {
  const forms = ["workflow_dispatch", "workflow_call"].flatMap((trigger) =>
    trigger in workflow.on ? [Object.keys(workflow.on[trigger]?.inputs ?? {})] : [],
  );
  const text = JSON.stringify({ ...workflow, on: undefined });
  const different = new Set(forms.map((names) => names.toSorted().join())).size > 1;
  return [
    ...(different ? [`${file}: has other inputs when it is called than when it is started by hand`] : []),
    ...unknownAndUnused(file, "inputs", text, forms[0] ?? []),
  ];
}

function unknownAndUnused(at: string, context: string, text: string, known: readonly string[]): string[] {
  const read = new Set(
    [...text.matchAll(new RegExp(`\\b${context}\\.([\\w-]+)`, "g"))].map(([, name = ""]) => name),
  );
  return [
    ...[...read]
      .filter((name) => !known.includes(name))
      .map((name) => `${at}: reads the input ${name}, which isn't there`),
    ...known.filter((name) => !read.has(name)).map((name) => `${at}: nobody reads the input ${name}`),
  ];
}

function ofStep(at: string, step: Step, env: Record<string, string>, { actions }: Pipelines): string[] {
  const folder = step.uses?.startsWith("./") ? step.uses.slice(2) : undefined;
  const action = folder === undefined ? undefined : actions[folder];
  const given = Object.keys(step.with ?? {});
  return [
    ...(folder !== undefined && action === undefined ? [`${at}: uses ./${folder}, which isn't there`] : []),
    ...(action === undefined
      ? []
      : given
          .filter((name) => !(name in (action.inputs ?? {})))
          .map((name) => `${at}: gives ${folder} the input ${name}, which it doesn't have`)),
    ...Object.entries(action?.inputs ?? {})
      .filter(
        ([name, input]) => input.required === true && input.default === undefined && !given.includes(name),
      )
      .map(([name]) => `${at}: gives ${folder} no ${name}`),
    ...ofScript(at, step.run ?? String(step.with?.script ?? ""), env),
  ];
}

function ofScript(at: string, script: string, env: Record<string, string>): string[] {
  const assigned = [...script.matchAll(/\bfor (\w+) in\b|^\s*(\w+)=\(/gm)].map(
    ([, each, list]) => each ?? list ?? "",
  );
  const known = [...Object.keys(env), ...RUNNER_VARIABLES, ...assigned];
  const read = [...script.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = ""]) => name);
  const rootScripts = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")).scripts as Record<
    string,
    string
  >;
  const files = [...script.matchAll(/(?:^|\s)(\.?[\w.-]+\/[\w./-]+)/gm)].map(([, path = ""]) => path);
  return [
    ...[...new Set(read)]
      .filter((name) => !known.includes(name))
      .map((name) => `${at}: the script reads $${name}, which nobody sets`),
    // Without `run`, pnpm would take the name for one of its own commands where it has one.
    ...[...script.matchAll(/pnpm (?!install\b|exec ublog\b)((?:run )?[\w:-]+)/g)]
      .filter(([, name = ""]) => !name.startsWith("run ") || !(name.slice("run ".length) in rootScripts))
      .map(([, name]) => `${at}: pnpm ${name} is no script of package.json`),
    ...[...script.matchAll(/pnpm run pipeline (.+)$/gm)].flatMap(([, line = ""]) =>
      ofCommand(at, "pipeline", line),
    ),
    ...[...script.matchAll(/pnpm exec ublog (.+)$/gm)].flatMap(([, line = ""]) =>
      ofCommand(at, "ublog", line.replace(/ "\$\{\w+\[@\]\}"/, listed(script))),
    ),
    ...files
      .filter((path) => !path.startsWith("packages/pipeline/README") && !existsSync(join(repository, path)))
      .map((path) => `${at}: runs ${path}, which isn't there`),
  ];
}

/** What a script collects in a list: the words of a command. */
function listed(script: string): string {
  const words = [...script.matchAll(/^\s*\w+\+?=\((.*)\)$/gm)].map(([, list = ""]) =>
    list.replaceAll('"', ""),
  );
  return ["", ...words].join(" ");
}

function ofCommand(at: string, tool: "pipeline" | "ublog", line: string): string[] {
  const [name = "", ...words] = line.split(/\s+/);
  const { commands } = (tool === "pipeline" ? pipeline() : project()).program;
  const command = commands.find((one) => one.name() === name);
  if (command === undefined) return [`${at}: ${tool} ${name} is no command`];
  const options = words.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0] ?? word);
  const values = words.filter((word) => !word.startsWith("--"));
  const known = command.options.map((option) => option.long);
  const mandatory = command.options.filter(
    (option) => option.mandatory && !options.includes(option.long ?? ""),
  );
  return [
    ...options
      .filter((option) => !known.includes(option))
      .map((option) => `${at}: ${tool} ${name} has no ${option}`),
    ...mandatory.map((option) => `${at}: ${tool} ${name} needs ${option.long}`),
    // A value that begins with a dash stays a value only behind the equals sign.
    ...words
      .filter((word) => word.startsWith("--") && !word.includes("="))
      .filter((word) => command.options.some(({ long, required }) => long === word && required))
      .map((word) => `${at}: ${word} of ${tool} ${name} has no value`),
    ...(values.length === command.registeredArguments.length
      ? []
      : [`${at}: ${tool} ${name} takes ${command.registeredArguments.length} values, not ${values.length}`]),
  ];
}

/** The versions of the action and those of the catalog are the same: what CI runs is what everybody runs. */
function ofVersions({ actions, texts }: Pipelines): string[] {
  const { catalog } = parse(readFileSync(join(repository, "pnpm-workspace.yaml"), "utf8")) as {
    catalog: Record<string, string>;
  };
  const setup = JSON.stringify(actions[".github/actions/setup"]);
  const expected = { "node-version": catalog.node, "pulumi-version": catalog.pulumi };
  return [
    ...Object.entries(expected)
      .filter(([name, version]) => !setup.includes(`"${name}":"${version}"`))
      .map(([name, version]) => `.github/actions/setup/action.yml: ${name} is not ${version}, the catalog's`),
    ...Object.entries(texts)
      .filter(
        ([path, text]) =>
          path.startsWith(".github/workflows/") && /(node|pulumi|pnpm)-version|pnpm@/.test(text),
      )
      .map(([path]) => `${path}: has a version, which belongs into the set-up action`),
  ];
}
