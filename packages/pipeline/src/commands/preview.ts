import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { addSummary, type Environment, pullRequestOf, setOutput, showError } from "../github/run.ts";
import { judge, overridesIn } from "../guard.ts";
import { emptyPreview, hasChanges, outputsOfPlan, type Preview, readPulumiPreview } from "../preview.ts";
import { failureOf, type PulumiResult, pulumi } from "../pulumi.ts";
import { refusal } from "../recovery/report.ts";
import { refuseHeld } from "../refuseHeld.ts";
import { headline } from "../report/effects.ts";
import { LIMITS, previewReport } from "../report/previewReport.ts";
import { checkStack } from "../request.ts";
import { type Basis, commitOf, planFile, savePreview } from "../savedPlan.ts";
import { stackFiles } from "../stackFiles.ts";
import { readState, type State } from "../state.ts";

export interface PreviewOptions {
  project: string;
  env: Environment;
  stack: string;
  operation: Preview["operation"];
  /** Where the preview and its plan are kept. */
  out?: string;
}

/** Asks Pulumi what it would do, reports it, and keeps it. False where Pulumi, or this project's rules, say that it can't be done. */
export async function previewCommand({
  project,
  env,
  stack,
  operation,
  out,
}: PreviewOptions): Promise<boolean> {
  checkStack(stack, stackFiles(project));
  const folder = out === undefined ? mkdtempSync(join(tmpdir(), "pulumi-preview-")) : resolve(out);
  mkdirSync(folder, { recursive: true });
  const state = await readState(stack, project);
  if (state === undefined)
    return report(env, folder, { ...emptyPreview(stack, operation), outcome: "missing" });
  const basis = { stack, operation, commit: commitOf(project, env), fingerprint: state.fingerprint };
  // What it prints is reported below; that there is a difference is no error of a look for one.
  const result = await pulumi(commandLine(stack, operation, folder), { cwd: project });
  return report(env, folder, withState(previewOf(stack, operation, folder, result), state), basis);
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

/** What the state says that the preview doesn't. */
function withState(preview: Preview, state: State): Preview {
  const interrupted = state.interrupted.map((operation) => `\`${operation}\``);
  const warnings =
    interrupted.length === 0 ? preview.warnings : [...preview.warnings, refusal(preview.stack, interrupted)];
  return refuseHeld({ ...preview, warnings }, state);
}

function report(env: Environment, folder: string, preview: Preview, basis?: Basis): boolean {
  savePreview(folder, preview, preview.outcome === "done" ? basis : undefined);
  const request = pullRequestOf(env);
  const verdict = judge(preview, request && overridesIn(request.description));
  const heading = HEADINGS[preview.operation];
  addSummary(env, previewReport(heading, [{ preview, verdict }], LIMITS.summary));
  for (const error of preview.errors) showError(env, `${preview.stack}: ${error}`);
  console.log(`${preview.stack}: ${headline(preview)}`);
  setOutput(env, "changes", String(preview.outcome === "done" && hasChanges(preview)));
  return preview.outcome !== "failed";
}

const HEADINGS: Readonly<Record<Preview["operation"], string>> = {
  up: "## Pulumi preview",
  destroy: "## Pulumi preview of a destroy",
  drift: "## Drift",
};
