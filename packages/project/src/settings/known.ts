import { explain } from "@ublog/app-update/src/aws/errors.ts";
import { Refusal } from "@ublog/app-update/src/outcome.ts";
import type { ProcessState } from "@ublog/app-update/src/release/running.ts";
import { UserError } from "@ublog/terminal/errors";
import { readSettings, type Settings } from "./lastUp.ts";
import type { PulumiCall } from "./pulumiCalls.ts";
import { type Connect, readRunning } from "./running.ts";
import type { StackFile } from "./stackFile.ts";

/** Something that may not be known here, and why. */
export type Known<T> = { value: T } | { reason: string };

/** How settings are looked up outside of this machine. */
export interface Lookups {
  call: PulumiCall;
  connect: Connect;
}

/** What a stack was last brought up with. */
export function knownSettings(
  file: StackFile,
  { call }: Lookups,
  signal?: AbortSignal,
): Promise<Known<Settings>> {
  return known(readSettings(file, call, signal));
}

/** What the processes of an app run with. */
export function knownProcesses(file: StackFile, { connect }: Lookups): Promise<Known<ProcessState[]>> {
  return known(readRunning(file, connect));
}

async function known<T>(reading: Promise<T>): Promise<Known<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    const reason =
      error instanceof UserError
        ? error.message
        : error instanceof Refusal
          ? error.problems.join(" ")
          : explain(error);
    return { reason };
  }
}
