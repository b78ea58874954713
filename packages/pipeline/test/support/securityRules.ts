import { type Job, jobsOf, type Pipelines, type Step, stepsOf } from "./workflows.ts";

/** Whose actions are run, besides this repository's own. */
const TRUSTED_ACTIONS = [
  "actions/checkout",
  "actions/download-artifact",
  "actions/github-script",
  "actions/setup-node",
  "actions/upload-artifact",
  "aws-actions/configure-aws-credentials",
  "changesets/action",
  "docker/setup-buildx-action",
  "docker/setup-qemu-action",
  "pulumi/actions",
  "pulumi/auth-actions",
  "pypa/gh-action-pypi-publish",
];

/** What takes GitHub's own token to a registry. */
const PUBLISHING = ["changesets/action/publish@", "pypa/gh-action-pypi-publish@"];

/** The secrets that there may be, by workflow: each is given to a checkout, and to nothing else. */
const SECRETS: Readonly<Record<string, string>> = { "ci-images.yml": "APPLICATION_TOKEN" };

/** The machines of a workflow whose images are built on their own architecture. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
const RUNNERS: Readonly<Record<string, string>> = { "ci-images.yml": "${{ matrix.runner }}" };

/** What a job may do besides reading the repository, by workflow. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  "cd-app-update.yml": ["id-token: write"],
  "ci-images.yml": ["id-token: write"],
  "ci.yml": [],
  "iac-drift.yml": ["id-token: write", "issues: write"],
  "iac-preview.yml": ["id-token: write", "pull-requests: write"],
  "iac-pulumi.yml": ["id-token: write"],
  "release.yml": ["contents: write", "id-token: write", "pull-requests: write"],
  "release-kit.yml": ["id-token: write"],
};

const TRIGGERS = ["merge_group", "pull_request", "push", "schedule", "workflow_call", "workflow_dispatch"];

/** Every way in which the workflows break what a security reviewer was promised. */
export function securityViolations(pipelines: Pipelines): string[] {
  return [...ofTexts(pipelines), ...ofWorkflows(pipelines), ...ofJobs(pipelines), ...ofSteps(pipelines)];
}

function ofTexts({ texts }: Pipelines): string[] {
  const found: string[] = [];
  const pins = new Map<string, string>();
  for (const [path, text] of Object.entries(texts)) {
    for (const [, use = ""] of text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)) {
      if (use.startsWith("./")) continue;
      const [, action = "", sha = ""] =
        /^([\w-]+\/[\w-]+(?:\/[\w/-]+)?)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$/.exec(use) ?? [];
      const repository = action.split("/").slice(0, 2).join("/");
      if (sha === "") found.push(`${path}: "${use}" is not pinned to a commit with its version beside it`);
      else if (!TRUSTED_ACTIONS.includes(repository))
        found.push(`${path}: ${repository} is not an action that was agreed on`);
      else if ((pins.get(repository) ?? sha) !== sha)
        found.push(`${path}: ${repository} is pinned to two commits`);
      pins.set(repository, sha);
    }
    if (/\bsecrets\b\s*[.[:]/.test(withoutKnown(path, text)))
      found.push(`${path}: uses a secret: long-lived keys are not needed`);
    if (/access-key-id|AWS_SECRET|PULUMI_ACCESS_TOKEN|NPM_TOKEN/i.test(text))
      found.push(`${path}: names a long-lived key`);
    if (/continue-on-error/.test(text)) found.push(`${path}: goes on after an error`);
  }
  return found;
}

/** The text without the places where a secret of its own may be: its declaration for callers, and the token of a checkout. */
function withoutKnown(path: string, text: string): string {
  const secret = SECRETS[path.split("/").at(-1) ?? ""];
  if (secret === undefined) return text;
  return text
    .replace(`    secrets:\n      ${secret}:\n`, "")
    .replace(`          token: \${{ secrets.${secret} || github.token }}\n`, "");
}

function ofWorkflows({ workflows }: Pipelines): string[] {
  return Object.entries(workflows).flatMap(([file, workflow]) => {
    const triggers = Object.keys(workflow.on).filter((name) => !TRIGGERS.includes(name));
    const { group, "cancel-in-progress": cancelled } = workflow.concurrency ?? {};
    const harmless =
      Object.keys(workflow.on).every((name) => ["pull_request", "merge_group"].includes(name)) ||
      file === "ci.yml";
    const forStack = "stack" in (workflow.on.workflow_dispatch?.inputs ?? {});
    return [
      ...triggers.map((name) => `${file}: is triggered by ${name}`),
      ...(JSON.stringify(workflow.permissions) === "{}" ? [] : [`${file}: has permissions for all jobs`]),
      ...(group === undefined ? [`${file}: has no concurrency group`] : []),
      ...(cancelled === false || harmless ? [] : [`${file}: a run can be cancelled half-way`]),
      ...(!forStack || group?.includes(`\${{ inputs.stack }}`)
        ? []
        : [`${file}: runs are not one at a time for each stack`]),
      ...(file in PERMISSIONS ? [] : [`${file}: nobody has thought about its permissions`]),
    ];
  });
}

function ofJobs(pipelines: Pipelines): string[] {
  return jobsOf(pipelines).flatMap(({ file, name, workflow, job }) => {
    const at = `${file} ${name}`;
    const granted = Object.entries(job.permissions ?? {}).map(([scope, access]) => `${scope}: ${access}`);
    const excessive = granted.filter((one) => one !== "contents: read" && !PERMISSIONS[file]?.includes(one));
    const role = roleOf(job);
    const writes = granted.filter((one) => one.endsWith(": write") && one !== "id-token: write");
    const publishes = stepsOf(job).some(({ uses }) => PUBLISHING.some((one) => uses?.startsWith(one)));
    const stack = /-(?:deploy|release)-\$\{\{ (inputs\.\w+) \}\}$/.exec(role)?.[1];
    const environment = typeof job.environment === "string" ? job.environment : job.environment?.name;
    const calls = job.uses?.startsWith("./.github/workflows/") === true;
    // What pushes images runs no code of an environment's, and none of a pull request's.
    const pushes = role.endsWith("-images") && environment === undefined && !("pull_request" in workflow.on);
    const fromForks = "pull_request" in workflow.on && (role !== "" || writes.length > 0);
    return [
      ...(job.permissions === undefined ? [`${at}: has no permissions of its own`] : []),
      ...excessive.map((one) => `${at}: has ${one}`),
      ...(role !== "" && writes.length > 0 ? [`${at}: has AWS credentials and ${writes.join(", ")}`] : []),
      ...(role !== "" && !granted.includes("id-token: write")
        ? [`${at}: can't take on its role without id-token: write`]
        : []),
      ...(role === "" && granted.includes("id-token: write") && !publishes && !calls
        ? [`${at}: has id-token: write for nothing`]
        : []),
      ...(role === "" || stack !== undefined || role.endsWith("-preview") || pushes
        ? []
        : [`${at}: takes on ${role}`]),
      ...(job.uses !== undefined && !calls ? [`${at}: runs ${job.uses}, a workflow from elsewhere`] : []),
      ...(stack !== undefined && environment !== `\${{ ${stack} }}`
        ? [`${at}: changes a stack without its environment`]
        : []),
      ...(publishes && environment === undefined ? [`${at}: publishes without an environment`] : []),
      ...(fromForks && !guarded(job) ? [`${at}: gives credentials to code from outside`] : []),
      // A workflow that is called has both in its own jobs.
      ...(job["timeout-minutes"] === undefined && !calls ? [`${at}: has no timeout`] : []),
      ...(["ubuntu-24.04", RUNNERS[file]].includes(job["runs-on"]) || calls
        ? []
        : [`${at}: runs on ${job["runs-on"]}`]),
    ];
  });
}

function ofSteps(pipelines: Pipelines): string[] {
  const scripts = [
    ...jobsOf(pipelines).flatMap(({ file, name, job }) =>
      stepsOf(job).map((step) => ({ at: `${file} ${name}`, step })),
    ),
    ...Object.entries(pipelines.actions).flatMap(([folder, { runs }]) =>
      (runs.steps ?? []).map((step) => ({ at: folder, step })),
    ),
  ];
  return scripts.flatMap(({ at, step }) => [
    ...(step.run?.includes("${{") ? [`${at}: puts an expression into a script: ${label(step)}`] : []),
    ...(step.uses?.startsWith("actions/checkout@") && step.with?.["persist-credentials"] !== false
      ? [`${at}: leaves the token in the checkout`]
      : []),
  ]);
}

/** The AWS role that a job takes on. */
function roleOf(job: Job): string {
  return String(
    stepsOf(job).find(({ with: given }) => given?.["aws-role"] !== undefined)?.with?.["aws-role"] ?? "",
  );
}

/** Whether a job of a pull request runs only for code from this repository. */
function guarded(job: Job): boolean {
  return job.if?.includes("needs.stacks.outputs.trusted == 'true'") === true;
}

function label({ name, run, uses }: Step): string {
  return name ?? uses ?? run ?? "";
}
