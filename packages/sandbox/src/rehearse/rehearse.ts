import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openSandbox, type SandboxOptions } from "../sandbox/sandbox.ts";
import { UserError } from "../shared/userError.ts";
import type { Step, StepCounts } from "./steps.ts";
import { table } from "./table.ts";

export interface RehearseOptions extends Pick<SandboxOptions, "project" | "plugins" | "engine"> {
  /** Where rehearsals keep their worlds, each in a folder of its own. */
  dir: string;
  /** Told how it goes, a line at a time. */
  log: (line: string) => void;
  /** Stops the rehearsal. */
  signal: AbortSignal;
}

/** What became of a rehearsal. */
export interface Report {
  ok: boolean;
  /** Why it isn't ok. */
  reason?: string;
  steps: StepReport[];
  seconds: number;
}

interface StepReport extends StepCounts {
  step: string;
  seconds: number;
}

/** Plays the steps in a world of its own, up to the first that fails. */
export async function rehearse(steps: Step[], options: RehearseOptions): Promise<Report> {
  const { dir, log, signal, ...project } = options;
  const started = performance.now();
  const home = freshFolder(dir);
  const sandbox = await openSandbox({ ...project, dir: home, log });
  const report: Report = { ok: true, steps: [], seconds: 0 };
  for (const { title, run } of steps) {
    log(`${title} …`);
    const begun = performance.now();
    try {
      const counts = await run({ sandbox, signal });
      report.steps.push({ step: title, ...noCounts, ...counts, seconds: since(begun) });
      log(`  ${inWords(counts)}, ${since(begun).toFixed(1)} s`);
    } catch (error) {
      report.ok = false;
      report.reason = signal.aborted ? stopped : reasonOf(error, title, home);
      break;
    }
  }
  // What went wrong can be looked into until the next rehearsal.
  if (report.ok || signal.aborted) rmSync(home, { recursive: true, force: true });
  report.seconds = since(started);
  return report;
}

/** The report as a table for people. */
export function describeReport({ ok, reason, steps, seconds }: Report): string {
  const head = ["step", "created", "changed", "replaced", "deleted", "unchanged", "rolled", "seconds"];
  const rows = steps.map((step) => [
    step.step,
    step.created,
    step.changed,
    step.replaced,
    step.deleted,
    step.unchanged,
    step.rolled,
    step.seconds.toFixed(1),
  ]);
  const end = ok
    ? `The rehearsal went well: ${steps.length} steps in ${Math.round(seconds)} s.`
    : String(reason);
  return ["", ...(rows.length > 0 ? [table(head, rows), ""] : []), end].join("\n");
}

const stopped = "The rehearsal was stopped. The next one starts over.";

const noCounts: StepCounts = {
  created: 0,
  changed: 0,
  replaced: 0,
  deleted: 0,
  unchanged: 0,
  rolled: 0,
};

/** An empty folder for this process; those of processes that are gone are removed. */
function freshFolder(dir: string): string {
  const mine = String(process.pid);
  mkdirSync(dir, { recursive: true });
  for (const name of readdirSync(dir)) {
    if (name === mine || !isRunning(Number(name)))
      rmSync(join(dir, name), { recursive: true, force: true, maxRetries: 5 });
  }
  return join(dir, mine);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function reasonOf(error: unknown, title: string, home: string): string {
  // Anything else is a fault of the rehearsal's own, and its stack trace is wanted.
  if (!(error instanceof UserError)) throw error;
  return `The rehearsal failed at the step "${title}": ${error.message}\nIts state is kept in ${home} until the next one.`;
}

function inWords(counts: Partial<StepCounts>): string {
  const words = Object.entries(counts).filter(([, count]) => count > 0);
  return words.map(([kind, count]) => `${count} ${kind}`).join(", ") || "as it should be";
}

function since(start: number): number {
  return (performance.now() - start) / 1000;
}
