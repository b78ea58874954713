import { rmSync } from "node:fs";
import { UserError } from "@ublog/terminal/errors";
import { type Mark, marked, type Paint } from "@ublog/terminal/paint";
import { table } from "@ublog/terminal/table";
import { type Fault, faultText, parseFault } from "../faults/fault.ts";
import { neverHappened, withFaults } from "../faults/withFaults.ts";
import { openSandbox, type SandboxOptions } from "../sandbox/sandbox.ts";
import { ownFolder } from "../shared/ownFolder.ts";
import { playStep } from "./faultyStep.ts";
import type { Step, StepCounts } from "./steps.ts";

export interface RehearseOptions extends Pick<SandboxOptions, "project" | "plugins" | "engine"> {
  /** Where rehearsals keep their worlds, each in a folder of its own. */
  dir: string;
  /** Called with progress, a line at a time. */
  log: (line: string) => void;
  /** Stops the rehearsal. */
  signal: AbortSignal;
  /** What goes wrong on purpose. Defaults to nothing. */
  faults?: readonly Fault[];
  /** Marks how each step went, in colours. Defaults to text alone. */
  paint?: Paint;
}

/** How a report is shown. */
export interface Look {
  /** How many characters a line has. Defaults to 80. */
  width?: number;
  /** Marks how it went, in colours. Defaults to text alone. */
  paint?: Paint;
}

/** What became of a rehearsal. */
export interface Report {
  ok: boolean;
  /** Why it isn't ok. */
  reason?: string;
  steps: StepReport[];
  /** Planned faults that never came up. */
  unmet?: string[];
  seconds: number;
}

interface StepReport extends StepCounts {
  step: string;
  /** The planned faults that made it fail, and its error; absent for a step that went well. */
  faults?: string[];
  error?: string;
  /** What a person had to ask AWS after it. */
  asked?: string[];
  seconds: number;
}

/** Plays the steps in a world of its own, up to the first that fails. */
export async function rehearse(steps: Step[], options: RehearseOptions): Promise<Report> {
  const { dir, log, signal, faults = [], paint, ...project } = options;
  const started = performance.now();
  const home = ownFolder(dir);
  const sandbox = await openSandbox({ ...project, dir: home, log });
  const report: Report = { ok: true, steps: [], seconds: 0 };
  const { unmet } = await withFaults(sandbox.world, faults, async () => {
    for (const step of steps) {
      log(`${step.title} …`);
      let begun = performance.now();
      try {
        await playStep(step, { sandbox, signal }, ({ title, counts, ...fault }) => {
          report.steps.push({ step: title, ...noCounts, ...counts, ...fault, seconds: since(begun) });
          const what = fault.faults ? `failed as planned: ${fault.faults.join(", ")}` : inWords(counts);
          log(`  ${said(paint, fault.faults ? "!" : "✓", `${what}, ${since(begun).toFixed(1)} s`)}`);
          begun = performance.now();
        });
      } catch (error) {
        report.ok = false;
        if (paint) log(`  ${said(paint, "✗", `failed, ${since(begun).toFixed(1)} s`)}`);
        report.reason = signal.aborted ? stopped : reasonOf(error, step.title, home);
        break;
      }
    }
  });
  if (unmet.length > 0 && !signal.aborted) report.unmet = unmet.map(faultText);
  // What went wrong can be examined until the next rehearsal.
  if (report.ok || signal.aborted) rmSync(home, { recursive: true, force: true });
  report.seconds = since(started);
  return report;
}

/** The report as a table for people. */
export function describeReport(
  { ok, reason, steps, unmet = [], seconds }: Report,
  { width, paint }: Look = {},
): string {
  const head = ["step", "created", "changed", "replaced", "deleted", "unchanged", "rolled", "seconds"];
  const rows = steps.map((step) => [
    step.faults ? `${step.step}: failed` : step.step,
    step.created,
    step.changed,
    step.replaced,
    step.deleted,
    step.unchanged,
    step.rolled,
    step.seconds.toFixed(1),
  ]);
  const end = ok
    ? said(
        paint,
        unmet.length === 0 ? "✓" : "!",
        `The rehearsal went well: ${steps.length} steps in ${Math.round(seconds)} s.`,
      )
    : said(paint, "✗", String(reason));
  const failures = steps.flatMap(({ step, faults = [], error, asked = [] }) =>
    error === undefined
      ? []
      : [
          `${step} failed as planned (${faults.join(", ")}): ${error}`,
          ...asked.map((command) => `  A person asked: ${command}`),
          "",
        ],
  );
  const never = unmet.map((fault) => neverHappened(parseFault(fault), ok));
  return [
    "",
    ...(rows.length > 0 ? [table(head, rows, { width }), ""] : []),
    ...failures,
    ...never,
    end,
  ].join("\n");
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

function reasonOf(error: unknown, title: string, home: string): string {
  // Anything else is a fault of the rehearsal's own, and its stack trace is wanted.
  if (!(error instanceof UserError)) throw error;
  return `The rehearsal failed at the step "${title}": ${error.message}\nIts state is kept in ${home} until the next one.`;
}

function inWords(counts: Partial<StepCounts>): string {
  const words = Object.entries(counts).filter(([, count]) => count > 0);
  return words.map(([kind, count]) => `${count} ${kind}`).join(", ") || "as it should be";
}

const said = (paint: Paint | undefined, mark: Mark, text: string): string =>
  paint ? marked(paint, mark, text) : text;

function since(start: number): number {
  return (performance.now() - start) / 1000;
}
