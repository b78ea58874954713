import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSandbox, type Sandbox } from "../src/sandbox/sandbox.ts";
import { type Measure, measure } from "./measure.ts";

/** A sandbox in which Pulumi commands are measured. */
export interface Place {
  sandbox: Sandbox;
  /** Brings a stack up, and throws where that fails. */
  up(stack: string, ...args: string[]): Promise<void>;
  /** The engine alone, without what the sandbox does before it starts. */
  measure(...args: string[]): Promise<Measure>;
}

/** Opens a sandbox with the stacks of this repository, or with one of the programs beside this file, for as long as `work` takes. */
export async function withPlace<T>(
  work: (place: Place) => Promise<T>,
  program?: "start" | "bare",
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "ublog-bench-"));
  const project = program && { project: fileURLToPath(new URL(`programs/${program}`, import.meta.url)) };
  try {
    const sandbox = await openSandbox({ dir, ...project });
    return await work({
      sandbox,
      async up(stack, ...args) {
        const result = await sandbox.pulumi(["up", "--stack", stack, "--yes", "--skip-preview", ...args]);
        if (result.code !== 0) throw new Error(`up ${stack}: ${result.stdout}${result.stderr}`);
      },
      measure: (...args) =>
        measure({ program: sandbox.engine.pulumi, args, cwd: sandbox.project, env: sandbox.env }),
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** How many resources a stack has, as the engine counts them: with components and the stack itself, without providers. */
export async function countResources({ sandbox }: Place, stack: string): Promise<number> {
  const { stdout } = await sandbox.pulumi(["stack", "export", "--stack", stack]);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources: { type: string }[] } };
  return deployment.resources.filter(({ type }) => !type.startsWith("pulumi:providers:")).length;
}

/** How many resources a preview would make, with components and the stack itself. */
export async function previewCount({ sandbox }: Place, stack: string, config: string[]): Promise<number> {
  const { stdout, stderr } = await sandbox.pulumi(["preview", "--stack", stack, "--json", ...config]);
  const start = stdout.indexOf("{");
  if (start < 0) throw new Error(stdout + stderr);
  const { steps } = JSON.parse(stdout.slice(start)) as { steps: { urn: string }[] };
  return steps.filter(({ urn }) => !urn.includes("::pulumi:providers:")).length;
}
