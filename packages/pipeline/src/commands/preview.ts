import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pullRequestOf } from "../github/run.ts";
import { addSummary, type Environment, setOutput, showError, showWarning } from "../github/workflowOutput.ts";
import { judge, overridesIn } from "../guard.ts";
import { lockWarning } from "../lock.ts";
import { findLock } from "../locks.ts";
import { outputsOfPlan } from "../planOutputs.ts";
import { emptyPreview, hasChanges, type Preview } from "../preview.ts";
import { failureOf, type PulumiResult, pulumi } from "../pulumi.ts";
import { readPulumiPreview } from "../readPreview.ts";
import { refusal } from "../recovery/report.ts";
import { refuseProtected } from "../refuseProtected.ts";
import { rehearse } from "../rehearsal.ts";
import { removedPreview } from "../removed.ts";
import { headline } from "../report/effects.ts";
import { LIMITS, previewReport } from "../report/previewReport.ts";
import { checkStack } from "../request.ts";
import { type Basis, commitOf, planFile, savePreview } from "../savedPlan.ts";
import { type StackFile, stackFiles, standingOn } from "../stackFiles.ts";
import { isMade, readState, type State } from "../state.ts";

export interface PreviewOptions {
  project: string;
  env: Environment;
  stack: string;
  operation: Preview["operation"];
  /** Where the preview and its plan are kept. */
  out?: string;
}

/** Asks Pulumi what it would do, reports it, and keeps it. False if Pulumi or this project's rules say that it can't be done. */
export async function previewCommand({
  project,
  env,
  stack,
  operation,
  out,
}: PreviewOptions): Promise<boolean> {
  const files = stackFiles(project);
  const hasFile = files.some((file) => file.stack === stack);
  // A pull request may remove the file: then what is left of the stack counts.
  const inPullRequest = pullRequestOf(env) !== undefined;
  if (!inPullRequest || operation !== "up") checkStack(stack, files);
  const folder = out === undefined ? mkdtempSync(join(tmpdir(), "pulumi-preview-")) : resolve(out);
  mkdirSync(folder, { recursive: true });
  const state = await readState(stack, project);
  if (!hasFile) return report(env, folder, removedPreview(stack, state));
  if (operation === "up" && (await isRehearsed(stack, state, files, { project, inPullRequest })))
    return report(env, folder, await rehearse(stack, project, files));
  if (state === undefined || (operation === "drift" && !isMade(state)))
    return report(env, folder, { ...emptyPreview(stack, operation), outcome: "missing" });
  const basis = { stack, operation, commit: commitOf(project, env), fingerprint: state.fingerprint };
  // Its output is reported below; when looking for drift, a difference isn't an error.
  const result = await pulumi(commandLine(stack, operation, folder), { cwd: project });
  const preview = withState(previewOf(stack, operation, folder, result), state);
  const lock = await findLock(stack, project, env);
  const locked = lock === undefined ? [] : [lockWarning(stack, lock, new Date())];
  const dependents = standingOn(stack, files);
  return report(env, folder, { ...preview, warnings: [...preview.warnings, ...locked], dependents }, basis);
}

/**
 * Whether a stack is previewed in the sandbox: one that isn't made yet. For a pull request also one that is empty and built on a base
 * that isn't made: its own preview could only say that.
 */
async function isRehearsed(
  stack: string,
  state: State | undefined,
  files: readonly StackFile[],
  { project, inPullRequest }: { project: string; inPullRequest: boolean },
): Promise<boolean> {
  if (state === undefined) return true;
  if (!inPullRequest || isMade(state)) return false;
  const base = files.find((file) => file.stack === stack)?.base;
  return base !== undefined && !isMade(await readState(base, project));
}

function commandLine(stack: string, operation: Preview["operation"], folder: string): string[] {
  const about = ["--stack", stack, "--json"];
  switch (operation) {
    case "up":
      return ["preview", ...about, "--save-plan", planFile(folder)];
    case "destroy":
      return ["destroy", ...about, "--preview-only"];
    case "drift":
      return ["preview", ...about, "--refresh", "--expect-no-changes"];
  }
}

function previewOf(
  stack: string,
  operation: Preview["operation"],
  folder: string,
  result: PulumiResult,
): Preview {
  if (!result.stdout.trimStart().startsWith("{")) {
    return { ...emptyPreview(stack, operation), outcome: "failed", errors: [failureOf(result)] };
  }
  const saved = operation === "up" && result.code === 0;
  const outputs = saved ? outputsOfPlan(readFileSync(planFile(folder), "utf8")) : [];
  const preview = readPulumiPreview(result.stdout, { stack, operation }, outputs);
  // Drift has an exit code of its own.
  const found = operation === "drift" && preview.changes.length > 0 && preview.errors.length === 0;
  if (result.code === 0 || found) return preview;
  const errors = preview.errors.length > 0 ? preview.errors : [failureOf(result)];
  return { ...preview, outcome: "failed", errors };
}

/** What the state knows and the preview doesn't. */
function withState(preview: Preview, state: State): Preview {
  const interrupted = state.interrupted.map((operation) => `\`${operation}\``);
  const warnings =
    interrupted.length === 0 ? preview.warnings : [...preview.warnings, refusal(preview.stack, interrupted)];
  return refuseProtected({ ...preview, warnings }, state);
}

function report(env: Environment, folder: string, preview: Preview, basis?: Basis): boolean {
  savePreview(folder, preview, preview.outcome === "done" ? basis : undefined);
  const request = pullRequestOf(env);
  const verdict = judge(preview, request && overridesIn(request.description));
  const heading = HEADINGS[preview.operation];
  addSummary(env, previewReport(heading, [{ preview, verdict }], LIMITS.summary));
  for (const error of preview.errors) showError(env, `${preview.stack}: ${error}`);
  for (const warning of preview.warnings) showWarning(env, warning);
  console.log(`${preview.stack}: ${headline(preview)}`);
  setOutput(env, "changes", String(preview.outcome === "done" && hasChanges(preview)));
  return preview.outcome !== "failed";
}

const HEADINGS: Readonly<Record<Preview["operation"], string>> = {
  up: "## Pulumi preview",
  destroy: "## Pulumi preview of a destroy",
  drift: "## Drift",
};
