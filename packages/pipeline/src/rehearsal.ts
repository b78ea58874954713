import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "@ublog/sandbox";
import { messageOf } from "@ublog/terminal/errors";
import { outputsOfPlan } from "./planOutputs.ts";
import { emptyPreview, type Preview } from "./preview.ts";
import { failureOf } from "./pulumi.ts";
import { readPulumiPreview } from "./readPreview.ts";
import { refuseProtected } from "./refuseProtected.ts";
import { baseOf, type StackFile, standingOn } from "./stackFiles.ts";

/**
 * What a stack that isn't made yet would be: previewed and brought up in a sandbox, on its base as it is in this checkout. Nothing in
 * the real account or in Pulumi's state is read or changed.
 */
export async function rehearse(
  stack: string,
  project: string,
  files: readonly StackFile[],
): Promise<Preview> {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-"));
  try {
    const { openSandbox, update } = await import("@ublog/sandbox");
    const sandbox = await openSandbox({ dir: folder, project, log: console.error });
    const base = baseOf(files.find((file) => file.stack === stack) ?? { base: undefined });
    if (base !== undefined && base !== stack && files.some((file) => file.stack === base)) {
      const { errors } = await update(sandbox, "up", base);
      if (errors.length > 0) {
        const why = `${stack} is built on ${base}, which can't be brought up in the sandbox: ${errors.join("\n")}`;
        return { ...emptyPreview(stack, "up"), outcome: "failed", rehearsed: true, errors: [why] };
      }
      // In the sandbox a base belongs to the sandbox's own organization.
      await sandbox.pulumi(["config", "set", "base", base, "--stack", stack]);
    }
    const preview = await previewAndUp(sandbox, stack, files);
    const outcome = preview.outcome === "done" ? "missing" : "failed";
    return { ...preview, outcome, rehearsed: true };
  } catch (error) {
    // For example a name that no stack can have.
    return { ...emptyPreview(stack, "up"), outcome: "failed", rehearsed: true, errors: [messageOf(error)] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Previews a stack in a sandbox and then brings it up there, so that what only shows while it is made is reported too, and the next stack sees
 * what it will be built on.
 */
export async function previewAndUp(
  sandbox: Sandbox,
  stack: string,
  files: readonly StackFile[],
): Promise<Preview> {
  const { update } = await import("@ublog/sandbox");
  const plan = join(sandbox.dir, `${stack}.plan.json`);
  const options = ["--stack", stack, "--json", "--color", "never", "--save-plan", plan];
  const result = await sandbox.pulumi(["preview", ...options]);
  const outputs = result.code === 0 ? outputsOfPlan(readFileSync(plan, "utf8")) : [];
  const preview = {
    ...(result.stdout.trimStart().startsWith("{")
      ? readPulumiPreview(result.stdout, { stack, operation: "up" }, outputs)
      : emptyPreview(stack, "up")),
    dependents: standingOn(stack, files),
  };
  if (result.code !== 0) {
    const errors = preview.errors.length > 0 ? preview.errors : [failureOf(result)];
    return refuseProtected({ ...preview, outcome: "failed", errors });
  }
  const judged = refuseProtected(preview);
  if (judged.outcome === "failed") return judged;
  const { errors, findings } = await update(sandbox, "up", stack);
  if (errors.length > 0) return { ...judged, outcome: "failed", errors };
  const warnings = findings.map((finding) => `In AWS this would not work: ${finding}`);
  return { ...judged, warnings: [...judged.warnings, ...warnings] };
}
