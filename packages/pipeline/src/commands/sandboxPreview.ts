import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changedFiles, mergeBase, stacksTouchedBy } from "../changedStacks.ts";
import { addSummary, type Environment, pullRequestOf } from "../github/run.ts";
import { judge, overridesIn } from "../guard.ts";
import { emptyPreview, type Preview, readPulumiPreview } from "../preview.ts";
import { refuseHeld } from "../refuseHeld.ts";
import { LIMITS, previewReport, type Reported } from "../report/previewReport.ts";
import { type StackFile, stackFiles } from "../stackFiles.ts";
import { UserError } from "../userError.ts";

export interface SandboxPreviewOptions {
  project: string;
  env: Environment;
  /** The branch left this commit: what was there then is what changes. */
  since: string;
  /** Installs the packages of a checkout. Defaults to `npx -y pnpm@12 install`. */
  install?: (checkout: string) => void;
}

/**
 * Shows what a change would do without any account: brings up the stacks as they were in the sandbox, then previews the
 * changed ones there. False where a preview fails, or loses what nobody allowed to be lost.
 */
export async function sandboxPreviewCommand(options: SandboxPreviewOptions): Promise<boolean> {
  const { project, env, since } = options;
  const stacks = baseFirst(stackFiles(project));
  const touched = stacksTouchedBy(changedFiles(since, project), stacks);
  const heading =
    "## Pulumi preview in the sandbox\n\nThe real programs on the real engine, with a stand-in for AWS.";
  if (touched.length === 0) {
    addSummary(env, `${heading}\n\nThis change touches no stack.`);
    return true;
  }
  const folder = mkdtempSync(join(tmpdir(), "sandbox-preview-"));
  try {
    const before = join(folder, "before");
    const warnings = await bringUpBefore(
      options,
      withTheirBases(touched, stacks),
      before,
      join(folder, "sandbox"),
    );
    const previews = await previewAll(project, join(folder, "sandbox"), touched);
    const allowed = overridesIn(pullRequestOf(env)?.description ?? "");
    const reported = previews.map(
      (preview): Reported => ({
        preview: { ...preview, warnings: [...warnings, ...preview.warnings] },
        verdict: judge(preview, allowed),
      }),
    );
    addSummary(env, previewReport(heading, reported, LIMITS.summary));
    return reported.every(
      ({ preview, verdict }) => preview.outcome === "done" && verdict.refused.length === 0,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
    execFileSync("git", ["worktree", "prune"], { cwd: project });
  }
}

/** The stacks as they were. What can't be brought up any more is no reason to refuse the change. */
async function bringUpBefore(
  options: SandboxPreviewOptions,
  stacks: readonly string[],
  checkout: string,
  dir: string,
): Promise<string[]> {
  const { project, since, install = installPackages } = options;
  execFileSync("git", ["worktree", "add", "--detach", checkout, mergeBase(since, project)], {
    cwd: project,
    stdio: ["ignore", "ignore", "pipe"],
  });
  install(checkout);
  const { openSandbox, update } = await import("@ublog/sandbox");
  const sandbox = await openSandbox({ dir, project: checkout, log: console.error });
  const warnings: string[] = [];
  for (const { stack } of baseFirst(stackFiles(checkout)).filter(({ stack }) => stacks.includes(stack))) {
    const { code, errors } = await update(sandbox, "up", stack);
    if (code !== 0) warnings.push(`${stack} as it was could not be brought up: ${errors.join(" ")}`);
  }
  return warnings;
}

/** Previews each stack and then brings it up, so that the next one sees what it is to stand on. */
async function previewAll(project: string, dir: string, stacks: readonly string[]): Promise<Preview[]> {
  const { openSandbox, update } = await import("@ublog/sandbox");
  const sandbox = await openSandbox({ dir, project, log: console.error });
  const previews: Preview[] = [];
  for (const stack of stacks) {
    const { code, stdout, stderr } = await sandbox.pulumi([
      "preview",
      "--stack",
      stack,
      "--json",
      "--color",
      "never",
    ]);
    const failed = code !== 0;
    const preview = stdout.startsWith("{")
      ? readPulumiPreview(stdout, { stack, operation: "up" })
      : { ...emptyPreview(stack, "up"), errors: [stderr.trim()] };
    const judged = refuseHeld(failed ? { ...preview, outcome: "failed" } : preview);
    previews.push(judged);
    if (judged.outcome === "failed") continue;
    const { errors } = await update(sandbox, "up", stack);
    if (errors.length > 0) previews[previews.length - 1] = { ...judged, outcome: "failed", errors };
  }
  return previews;
}

/** Stacks, and the bases that they stand on. */
function withTheirBases(touched: readonly string[], stacks: readonly StackFile[]): string[] {
  const files = stacks.filter(({ stack }) => touched.includes(stack));
  return files.flatMap(({ stack, base }) => (base === undefined ? [stack] : [base, stack]));
}

/** Apps stand on bases. */
function baseFirst(stacks: readonly StackFile[]): StackFile[] {
  return stacks.toSorted((a, b) => Number(a.program === "app") - Number(b.program === "app"));
}

function installPackages(checkout: string): void {
  const { status } = spawnSync("npx", ["-y", "pnpm@12", "install", "--frozen-lockfile"], {
    cwd: checkout,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0)
    throw new UserError(`The packages of the commit that the branch left can't be installed.`);
}
