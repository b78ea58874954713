import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { openSandbox, type Sandbox, type SandboxOptions } from "../../sandbox/sandbox.ts";
import { update } from "../../sandbox/update.ts";
import { ownFolder } from "../../shared/ownFolder.ts";
import { clearAway, compareWithAws, leftovers } from "../compareWithAws.ts";
import { type Action, actions, type Fault, faultText, parseFault } from "../fault.ts";
import { type Case, chain } from "./chain.ts";

export interface SweepOptions extends Pick<SandboxOptions, "engine"> {
  /** Where it keeps its worlds. */
  dir: string;
  log: (line: string) => void;
  signal: AbortSignal;
  /** Groups of faults; each goes through a stack of its own. Defaults to everything that can go wrong with every resource. */
  groups?: readonly (readonly Fault[])[];
  /** Defaults to base and alpha. */
  stacks?: readonly string[];
}

export interface SweepReport {
  ok: boolean;
  cases: Case[];
  /** How often the engine ran into faults, or out of them. */
  runs: number;
  seconds: number;
}

/** What goes wrong in a sweep: each fault once for each resource, when it is made, changed and deleted. */
const ways = ["error", "throttle*24", "throttle", "half", "hang", "kill-before", "kill-after"];

const allGroups = (): Fault[][] =>
  ways.map((way) => actions.map((action) => parseFault(`${action}:*/*:${way}`)));

/** A stack, the stack it is built on, and settings with which it can be destroyed. */
const subjects: Record<string, { under: string[]; config: Record<string, Record<string, string>> }> = {
  base: { under: [], config: { base: { "ublog:durability": "disposable" } } },
  alpha: { under: ["base"], config: { base: { "ublog:durability": "disposable" } } },
};

/** Lets faults strike the resources of the stacks, and checks that each run recovers from the one before. */
export async function sweep(options: SweepOptions): Promise<SweepReport> {
  const { dir, log, signal, engine, groups = allGroups(), stacks = Object.keys(subjects) } = options;
  const started = performance.now();
  const folder = ownFolder(dir);
  const report: SweepReport = { ok: true, cases: [], runs: 0, seconds: 0 };
  // Each stack has a world of its own, so that they run side by side.
  const ends = await Promise.allSettled(
    stacks.map(async (stack) => {
      const home = join(folder, stack);
      mkdirSync(home, { recursive: true });
      const sandbox = await openSandbox({ dir: home, engine });
      for (const faults of groups) await sweepStack(sandbox, stack, faults, report, { log, signal });
    }),
  );
  report.ok = report.cases.length > 0 && report.cases.every(({ problem }) => problem === undefined);
  report.seconds = (performance.now() - started) / 1000;
  const failure = ends.find((end) => end.status === "rejected");
  if (signal.aborted || (report.ok && failure === undefined))
    rmSync(folder, { recursive: true, force: true });
  else log(`The states are kept in ${folder} until the next sweep.`);
  if (signal.aborted) throw new UserError("The sweep was stopped. The next one starts over.");
  if (failure !== undefined) throw failure.reason;
  return report;
}

interface Way {
  log: (line: string) => void;
  signal: AbortSignal;
}

async function sweepStack(
  sandbox: Sandbox,
  stack: string,
  faults: readonly Fault[],
  report: SweepReport,
  { log, signal }: Way,
): Promise<void> {
  const { under = [], config = {} } = subjects[stack] ?? {};
  const set = (of: string, path: string, value: string) =>
    good(sandbox.pulumi(["config", "set", "--stack", of, "--path", path, value], { signal }));
  for (const [of, settings] of Object.entries(config))
    for (const [path, value] of Object.entries(settings)) await set(of, path, value);
  for (const below of under) await upQuietly(sandbox, below, signal);
  for (const [command, action] of [
    ["up", "create"],
    ["up", "update"],
    ["destroy", "delete"],
  ] as const satisfies [string, Action][]) {
    const planned = faults.filter((fault) => fault.action === action);
    if (action === "update") {
      if (planned.length === 0) continue;
      // A tag on all resources changes most of them.
      await set(stack, "aws:defaultTags.tags.Sweep", planned.map(faultText).join(" ").replaceAll("*", "any"));
    }
    const begun = performance.now();
    const { cases, runs } = await chain({ sandbox, stack, command, faults: planned, signal });
    report.runs += runs;
    const wrong = command === "up" ? await standing(sandbox, stack) : leftovers(sandbox.world, stack);
    const again = command === "up" ? await changesOfAnother(sandbox, stack, signal) : [];
    const judged = cases.map((one) => judge(one, wrong, again));
    // It went wrong where no fault struck: there is no case for it, and it still must be reported.
    const others = [...wrong].filter(([urn]) => !cases.some((one) => one.urn === urn));
    judged.push(
      ...others.map(([urn, problem]) => ({ stack, fault: planned.map(faultText).join(" "), urn, problem })),
    );
    report.cases.push(...judged);
    const bad = judged.filter(({ problem }) => problem !== undefined).length;
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    if (planned.length > 0)
      log(
        `${stack}: ${planned.map(faultText).join(", ")}: ${judged.length} cases, ${bad} bad, ${runs} runs, ${seconds} s`,
      );
  }
}

async function standing(sandbox: Sandbox, stack: string): Promise<ReadonlyMap<string, string>> {
  const { wrong, twins } = await compareWithAws(sandbox, stack);
  clearAway(sandbox.world, twins);
  return wrong;
}

function judge(one: Case, wrong: ReadonlyMap<string, string>, again: readonly string[]): Case {
  const problems = [one.problem, wrong.get(one.urn), ...again].filter((text) => text !== undefined);
  return problems.length === 0 ? one : { ...one, problem: problems.join("\n") };
}

/** What an `up` still changes when it should change nothing. */
async function changesOfAnother(sandbox: Sandbox, stack: string, signal: AbortSignal): Promise<string[]> {
  const { code, changes, errors } = await update(sandbox, "up", stack, { signal });
  if (code !== 0) return [`Another up fails: ${errors.join("\n")}`];
  return changes.flatMap(({ kind, urn }) => (kind === "unchanged" ? [] : [`Another up has ${kind} ${urn}.`]));
}

async function upQuietly(sandbox: Sandbox, stack: string, signal: AbortSignal): Promise<void> {
  const { code, errors } = await update(sandbox, "up", stack, { signal });
  if (code !== 0) throw new UserError(`up ${stack}: ${errors.join("\n")}`);
}

async function good(running: ReturnType<Sandbox["pulumi"]>): Promise<void> {
  const { code, stderr } = await running;
  if (code !== 0) throw new UserError(stderr.trim());
}
