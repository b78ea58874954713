import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import * as z from "zod";
import type { Environment } from "./github/workflowOutput.ts";
import { readJson } from "./json.ts";
import { type Preview, parsePreview } from "./preview.ts";

const Basis = z.object({
  stack: z.string(),
  operation: z.enum(["up", "destroy", "drift"]),
  /** The commit whose programs were previewed. */
  commit: z.string(),
  /** The state that the preview started from. */
  fingerprint: z.string(),
});

/** What a preview rests on. It holds as long as all of this is the same. */
export type Basis = z.infer<typeof Basis>;

/** The file of a kept preview. */
export const PREVIEW_FILE = "preview.json";
const BASIS_FILE = "basis.json";
const PLAN_FILE = "plan.json";

/** Where `pulumi preview --save-plan` writes, and `pulumi up --plan` reads. */
export function planFile(folder: string): string {
  return join(folder, PLAN_FILE);
}

export function savePreview(folder: string, preview: Preview, basis?: Basis): void {
  writeFileSync(join(folder, PREVIEW_FILE), JSON.stringify(preview, undefined, 2));
  if (basis !== undefined) writeFileSync(join(folder, BASIS_FILE), JSON.stringify(basis, undefined, 2));
}

export function loadPreview(folder: string): Preview {
  return parsePreview(read(folder, PREVIEW_FILE), join(folder, PREVIEW_FILE));
}

/** Refuses unless the preview in a folder is one of this stack and operation, of this commit, and from this state. */
export function checkBasis(folder: string, now: Basis): void {
  const shown = readJson(Basis, read(folder, BASIS_FILE), join(folder, BASIS_FILE));
  const again = "Nothing was changed. Start again from a new preview.";
  if (shown.stack !== now.stack || shown.operation !== now.operation) {
    throw new UserError(
      `The preview is of ${shown.operation} ${shown.stack}, this is ${now.operation} ${now.stack}. ${again}`,
    );
  }
  if (shown.commit !== now.commit) {
    throw new UserError(`The preview is of commit ${shown.commit}, this is ${now.commit}. ${again}`);
  }
  if (shown.fingerprint !== now.fingerprint) {
    throw new UserError(
      `The state of ${now.stack} has moved since the preview: somebody else changed it. ${again}`,
    );
  }
}

/** The commit that is checked out; in a workflow that has the files alone, the commit of the run. */
export function commitOf(cwd: string, env: Environment): string {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  } catch {
    if (env.GITHUB_SHA) return env.GITHUB_SHA;
    throw new UserError(`${cwd} is not in a git checkout with a commit: a preview is kept for one commit.`);
  }
}

function read(folder: string, file: string): string {
  const path = join(folder, file);
  if (!existsSync(path))
    throw new UserError(`There is no ${path}: the preview didn't get that far, or it is another folder.`);
  return readFileSync(path, "utf8");
}
