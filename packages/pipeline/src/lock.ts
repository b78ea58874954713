import { recoverCommandLine } from "./recovery/report.ts";

/** A lock that keeps Pulumi from changing a stack. */
export interface Lock {
  /** Such as `runner@fv-az1 (pid 1234)`; absent where the backend doesn't say. */
  holder?: string;
  since?: Date;
}

/** The lock that a failed run of Pulumi ran into, from what it printed. */
export function lockIn(output: string): Lock | undefined {
  const held = /created by (\S+@\S+ \(pid \d+\)) at (\S+)/.exec(output);
  if (held !== null && output.includes("currently locked"))
    return { holder: held[1], since: new Date(held[2] ?? "") };
  // What Pulumi Cloud answers.
  return /another update is currently in progress/i.test(output) ? {} : undefined;
}

/** What to do about a lock, as Markdown. */
export function lockReport(stack: string, lock: Lock, now: Date): string {
  const holder = lock.holder === undefined ? "" : ` by \`${lock.holder}\``;
  const since =
    lock.since === undefined ? "" : `, since ${lock.since.toISOString()} (${ageOf(lock.since, now)})`;
  return [
    `### \`${stack}\` is locked${holder}${since}`,
    "",
    "Nothing was changed. Another update of this stack is running, or one was killed and left its lock behind. " +
      "The workflows run one at a time for each stack, so a lock of an earlier run of theirs is stale; one of somebody's own machine may not be: ask first.",
    "",
    "When nothing is running any more, clear it, finish what the killed update left, and start again:",
    "",
    "```sh",
    `pulumi cancel --yes --stack ${stack}`,
    recoverCommandLine(stack),
    "```",
  ].join("\n");
}

function ageOf(since: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 60_000));
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
