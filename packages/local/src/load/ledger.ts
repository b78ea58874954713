import { existsSync, readFileSync } from "node:fs";

/**
 * One line of a ledger: what a sender or a task has written down, as JSON. Each time that a task runs has a name of its own, `run`. While it
 * runs it writes `alive` many times a second, because a task that is killed can't write that it ends.
 */
export interface LedgerLine {
  task: string;
  what: "sent" | "start" | "alive" | "end";
  /** Seconds since 1970. */
  at: number;
  run?: string;
}

/** What has become of the tasks of a ledger. Names of tasks; a task is in one list at most. */
export interface TaskReport {
  sent: number;
  /** Tasks that ended once. */
  ended: number;
  /** Tasks that never ended. */
  lost: string[];
  /** Tasks that ended twice, or ran twice at the same time. */
  doubled: string[];
  /** Tasks that a stopping worker put back, and that ran again from the beginning. */
  startedOver: string[];
}

export function readLedger(file: string): LedgerLine[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  // What follows the last line break is a line that somebody is writing.
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LedgerLine);
}

/** Counts what has become of the tasks that were sent. To be asked when nothing runs any more. */
export function tasksOf(lines: readonly LedgerLine[]): TaskReport {
  const report: TaskReport = { sent: 0, ended: 0, lost: [], doubled: [], startedOver: [] };
  for (const [task, own] of Map.groupBy(lines, ({ task }) => task)) {
    const ends = own.filter(({ what }) => what === "end").length;
    const runs = runsOf(own);
    report.sent += own.filter(({ what }) => what === "sent").length;
    if (ends === 1) report.ended++;
    if (ends > 1 || overlap(runs)) report.doubled.push(task);
    else if (ends === 0) report.lost.push(task);
    else if (runs.length > 1) report.startedOver.push(task);
  }
  return report;
}

/** From when to when each run of a task gave signs of life, in the order of their beginnings. */
function runsOf(lines: readonly LedgerLine[]): { from: number; to: number }[] {
  const runs = Map.groupBy(
    lines.filter(({ run }) => run !== undefined),
    ({ run }) => run,
  );
  return [...runs.values()]
    .map((own) => own.map(({ at }) => at))
    .map((times) => ({ from: Math.min(...times), to: Math.max(...times) }))
    .sort((a, b) => a.from - b.from);
}

function overlap(runs: readonly { from: number; to: number }[]): boolean {
  return runs.some(({ from }, i) => runs.slice(0, i).some(({ to }) => from < to));
}
