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

/** What to do about a lock that an update ran into, as Markdown. */
export function lockReport(stack: string, lock: Lock, now: Date): string {
  return [
    `### ${whose(stack, lock, now)}`,
    "",
    `Nothing was changed. ${WHY}`,
    "",
    ...howToClear(stack, "clear it, finish what the killed update left, and start again"),
  ].join("\n");
}

/** What a preview says about a lock, as Markdown: nothing can be applied as long as it exists. */
export function lockWarning(stack: string, lock: Lock, now: Date): string {
  return [
    `**${whose(stack, lock, now)}.** Nothing can be applied as long as that lasts. ${WHY}`,
    "",
    ...howToClear(stack, "clear it, and finish what the killed update left"),
  ].join("\n");
}

const WHY =
  "Another update of this stack is running, or one was killed and left its lock behind. " +
  "The workflows run one at a time for each stack, so a lock of an earlier workflow run is stale; one from somebody's own machine may not be: ask first.";

function whose(stack: string, { holder, since }: Lock, now: Date): string {
  const by = holder === undefined ? "" : ` by \`${holder}\``;
  const from = since === undefined ? "" : `, since ${since.toISOString()} (${ageOf(since, now)})`;
  return `\`${stack}\` is locked${by}${from}`;
}

function howToClear(stack: string, doing: string): string[] {
  return [
    `When nothing is running any more, ${doing}:`,
    "",
    "```sh",
    `pulumi cancel --yes --stack ${stack}`,
    recoverCommandLine(stack),
    "```",
  ];
}

function ageOf(since: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 60_000));
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
