import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { type UpdateResult, update } from "../../sandbox/update.ts";
import { type Fault, faultText, isOnlySlow } from "../fault.ts";
import { stoppedWhenItHangs } from "../hanging.ts";
import { recover } from "../manualRecovery.ts";
import { type Strike, strikes } from "../plan.ts";
import { withFaults } from "../withFaults.ts";

/** A resource that a fault has struck, and what became of it. */
export interface Case {
  stack: string;
  /** Such as `create:aws:ec2/vpc:Vpc/base:kill-after`. */
  fault: string;
  urn: string;
  /** What a person had to find out, in the words of the message; absent when nobody had to. */
  person?: string;
  /** What is wrong; absent when all is well. */
  problem?: string;
}

export interface ChainOptions {
  sandbox: Sandbox;
  stack: string;
  command: "up" | "destroy";
  faults: readonly Fault[];
  signal: AbortSignal;
}

/** The result of running a stack into faults and out of them again. */
export interface ChainReport {
  cases: Case[];
  /** How often the engine ran. */
  runs: number;
}

/** More than the steps of any plan of ours: a longer chain goes round in circles. */
const mostRuns = 40;

/**
 * Runs a command again and again, each time into the faults that come up next, until it gets to the end: each run has to recover
 * from the one before. In between, only what a person who follows the messages would do is done.
 */
export async function chain({ sandbox, stack, command, faults, signal }: ChainOptions): Promise<ChainReport> {
  let runs = 0;
  const people = new Map<string, string>();
  const problems: string[] = [];
  const work = async () => {
    for (let before = 0; runs < mostRuns; ) {
      runs += 1;
      const result = await stoppedWhenItHangs(sandbox.world, signal, (stop) =>
        update(sandbox, command, stack, { args: ["--continue-on-error", "--parallel", "200"], signal: stop }),
      );
      signal.throwIfAborted();
      problems.push(...unwanted(command, result));
      const struck = strikesIn(sandbox.world);
      const isNew = struck.length > before;
      before = struck.length;
      if (result.code === 0) {
        // A fault that is only slow lets the run get to its end.
        if (isNew && struck.some(({ fault }) => !isOnlySlow(fault))) continue;
        return;
      }
      if (!isNew) {
        problems.push(`The run after the last fault failed:\n${result.errors.join("\n")}`);
        return;
      }
      if (command === "up") for (const [urn, text] of await recover(sandbox, stack)) people.set(urn, text);
    }
    problems.push(`It didn't get to the end in ${mostRuns} runs.`);
  };
  const { struck } = await withFaults(sandbox.world, faults, work, { each: true });
  const cases = casesOf(stack, struck, people);
  return {
    runs,
    cases: problems.length === 0 ? cases : cases.map((one) => ({ ...one, problem: problems.join("\n") })),
  };
}

/** What a recovery must not do: replace something, or delete it on the way up. */
function unwanted(command: "up" | "destroy", { changes }: UpdateResult): string[] {
  return changes.flatMap(({ kind, urn }) =>
    kind === "replaced" || (kind === "deleted" && command === "up") ? [`It has ${kind} ${urn}.`] : [],
  );
}

const strikesIn = (file: string): Strike[] => inWorld(file, strikes);

/** One case a resource and fault, however often it struck. */
function casesOf(stack: string, struck: readonly Strike[], people: ReadonlyMap<string, string>): Case[] {
  const cases = new Map<string, Case>();
  for (const { fault, urn } of struck) {
    const [, , types = "", name = ""] = urn.split("::");
    const text = faultText({ ...fault, type: types.split("$").at(-1) ?? types, name });
    const person = fault.how.startsWith("kill") ? people.get(urn) : undefined;
    cases.set(`${text} ${urn}`, { stack, fault: text, urn, ...(person === undefined ? {} : { person }) });
  }
  return [...cases.values()];
}
