import { UserError } from "@ublog/terminal/errors";
import { block, code } from "@ublog/terminal/markdown";
import * as z from "zod";
import { addSummary, type Environment, setOutput } from "../github/workflowOutput.ts";
import { readJson } from "../json.ts";
import { lockIn, lockReport } from "../lock.ts";
import { failureOf, type PulumiResult, pulumi } from "../pulumi.ts";
import { refusal } from "../recovery/report.ts";
import { appliedReport } from "../report/applied.ts";
import { checkStack } from "../request.ts";
import { checkBasis, commitOf, loadPreview, planFile } from "../savedPlan.ts";
import { stackFiles } from "../stackFiles.ts";
import { neededState } from "../state.ts";

export interface ApplyOptions {
  project: string;
  env: Environment;
  now: Date;
  stack: string;
  operation: "up" | "destroy";
  /** Where the preview was kept. */
  preview: string;
}

/** Does exactly what a kept preview showed, or nothing. */
export async function applyCommand({
  project,
  env,
  now,
  stack,
  operation,
  preview,
}: ApplyOptions): Promise<void> {
  checkStack(stack, stackFiles(project));
  const { fingerprint, interrupted } = await neededState(stack, project);
  if (
    interrupted.some(
      (one) => one.startsWith("creating ") || (operation === "up" && one.startsWith("deleting ")),
    )
  )
    throw new UserError(`${refusal(stack, interrupted)}. Nothing was changed.`);
  checkBasis(preview, { stack, operation, commit: commitOf(project, env), fingerprint });

  // Pulumi first goes through the update without doing it, held to the plan, so that a difference stops it before the first change.
  const plan = operation === "up" ? ["--plan", planFile(preview)] : [];
  const result = await pulumi([operation, "--stack", stack, ...plan, "--yes", "--suppress-progress"], {
    cwd: project,
    show: true,
  });
  if (result.code === 0) {
    addSummary(env, appliedReport(loadPreview(preview), countsOf(result)));
    if (operation === "up") setOutput(env, "url", await urlOf(stack, project));
    return;
  }
  const lock = lockIn(result.stdout + result.stderr);
  if (lock !== undefined) {
    addSummary(env, lockReport(stack, lock, now));
    throw new UserError(
      `${stack} is locked: nothing was changed. When nothing is running, clear it: pulumi cancel --yes --stack ${stack}`,
    );
  }
  addSummary(env, `## ${operation} ${code(stack)}: failed\n\n${block(diagnosticsOf(result))}`);
  throw new UserError(
    `pulumi ${operation} failed. What was done until then is kept: mend the cause and run it again from a new preview.`,
  );
}

/** The counts that Pulumi ends with. */
function countsOf({ stdout }: PulumiResult): string {
  return (
    stdout
      .match(/^Resources:\n(?: .*\n?)*/gm)
      ?.at(-1)
      ?.trimEnd() ?? "no changes"
  );
}

function diagnosticsOf(result: PulumiResult): string {
  const found = /^Diagnostics:\n[\s\S]*?(?=^\S(?<!Diagnostics:))/m.exec(result.stdout)?.[0];
  return (found ?? failureOf(result)).trim().slice(-50_000);
}

const Outputs = z.looseObject({ url: z.unknown().optional() });

/** Where the environment answers, if its stack says so. */
async function urlOf(stack: string, project: string): Promise<string> {
  const result = await pulumi(["stack", "output", "--json", "--stack", stack], { cwd: project });
  if (result.code !== 0) return "";
  const { url } = readJson(Outputs, result.stdout, "What `pulumi stack output --json` printed");
  return typeof url === "string" && /^https?:\/\//.test(url) ? url : "";
}
