import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { changedFiles, mergeBase, stacksRemovedBy, stacksTouchedBy } from "../changedStacks.ts";
import { isMergeGroup, pullRequestOf } from "../github/run.ts";
import { addSummary, type Environment, showError } from "../github/workflowOutput.ts";
import { judge, overridesIn } from "../guard.ts";
import { emptyPreview, hasChanges, type Preview } from "../preview.ts";
import { previewAndUp } from "../rehearsal.ts";
import { unseenRemoval } from "../removed.ts";
import { LIMITS, previewReport, type Reported } from "../report/previewReport.ts";
import { baseOf, type StackFile, stackFiles, standingOn } from "../stackFiles.ts";

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
 * changed ones there, and the apps on a base that changes. False if a preview fails, or loses what nobody allowed to be lost. In a
 * merge queue losses are only reported: each pull request has been asked about its own.
 */
export async function sandboxPreviewCommand(options: SandboxPreviewOptions): Promise<boolean> {
  const { project, env, since } = options;
  const request = pullRequestOf(env);
  const stacks = baseFirst(stackFiles(project));
  const files = changedFiles(since, project);
  const touched = stacksTouchedBy(files, stacks);
  const removed = stacksRemovedBy(files, stacks).map((stack) =>
    removal(stack, request?.fromOutside === true),
  );
  const heading =
    "## Pulumi preview in the sandbox\n\nThe real programs on the real engine, with a stand-in for AWS.";
  if (touched.length === 0 && removed.length === 0) {
    addSummary(env, `${heading}\n\nThis change touches no stack.`);
    return true;
  }
  const previews = touched.length === 0 ? [] : await previewTouched(options, touched, stacks);
  const allowed = isMergeGroup(env) ? undefined : overridesIn(request?.description ?? "");
  const reported = [...previews, ...removed].map(
    (preview): Reported => ({ preview, verdict: judge(preview, allowed) }),
  );
  addSummary(env, previewReport(heading, reported, LIMITS.summary));
  for (const { preview } of reported) {
    for (const error of preview.errors) showError(env, `${preview.stack}: ${error}`);
  }
  return reported.every(
    ({ preview, verdict }) =>
      preview.outcome === "done" && (allowed === undefined || verdict.refused.length === 0),
  );
}

/** The removal of a stack's file, as far as it can be judged without looking at the stack. Code from outside has to wait for that. */
function removal(stack: string, fromOutside: boolean): Preview {
  const preview = emptyPreview(stack, "up");
  const text = unseenRemoval(stack);
  return fromOutside
    ? {
        ...preview,
        outcome: "failed",
        errors: [
          `${text} Somebody who may push to this repository has to make this change on a branch of it.`,
        ],
      }
    : { ...preview, warnings: [text] };
}

/** Previews the changed stacks and those that are built on them, leaving out those of the latter that stay as they are. */
async function previewTouched(
  options: SandboxPreviewOptions,
  touched: readonly string[],
  stacks: readonly StackFile[],
): Promise<Preview[]> {
  const { project } = options;
  const folder = mkdtempSync(join(tmpdir(), "sandbox-preview-"));
  try {
    const { openSandbox } = await import("@ublog/sandbox");
    const dir = join(folder, "sandbox");
    const affected = [...touched, ...touched.flatMap((stack) => standingOn(stack, stacks))];
    const shown = stacks.filter(({ stack }) => affected.includes(stack)).map(({ stack }) => stack);
    const warnings = await bringUpBefore(options, withTheirBases(shown, stacks), join(folder, "before"), dir);
    const sandbox = await openSandbox({ dir, project, log: console.error });
    const previews: Preview[] = [];
    for (const stack of shown) {
      const preview = await previewAndUp(sandbox, stack, stacks);
      if (touched.includes(stack) || hasChanges(preview) || preview.outcome === "failed")
        previews.push({ ...preview, warnings: [...warnings, ...preview.warnings] });
    }
    return previews;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    execFileSync("git", ["worktree", "prune"], { cwd: project });
  }
}

/** The stacks as they were. One that can't be brought up any more is no reason to refuse the change. */
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

/** Stacks, and the bases that they are built on. */
function withTheirBases(touched: readonly string[], stacks: readonly StackFile[]): string[] {
  const files = stacks.filter(({ stack }) => touched.includes(stack));
  return files.flatMap((file) => [baseOf(file) ?? file.stack, file.stack]);
}

/** Apps are built on bases. */
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
