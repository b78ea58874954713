import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type LedgerLine, readLedger, tasksOf } from "../../src/load/ledger.ts";

/** A task's lines, from a short form: `sent`, or `a 1 2 3 end`: run `a` alive at these times, and whether it ended at the last one. */
function lines(task: string, ...runs: string[]): LedgerLine[] {
  return runs.flatMap((words): LedgerLine[] => {
    const [run = "", ...rest] = words.split(" ");
    if (run === "sent") return [{ task, what: "sent", at: 0 }];
    const times = rest.filter((word) => word !== "end").map(Number);
    return times.map((at, i) => {
      const last = i === times.length - 1 && rest.at(-1) === "end";
      return {
        task,
        run,
        at,
        what: i === 0 ? "start" : last ? "end" : "alive",
      };
    });
  });
}

test("each task is in one list", () => {
  const report = tasksOf([
    ...lines("once", "sent", "a 1 2 3 end"),
    ...lines("never ended", "sent", "a 1 2"),
    ...lines("never begun", "sent"),
    ...lines("put back", "sent", "a 1 2", "b 3 4 end"),
    ...lines("put back twice", "sent", "a 1 2", "b 3 4", "c 5 6 end"),
    ...lines("ended twice", "sent", "a 1 2 end", "b 3 4 end"),
    ...lines("at the same time", "sent", "a 1 2 3", "b 2 4 end"),
  ]);
  expect(report).toEqual({
    sent: 7,
    ended: 4,
    lost: ["never ended", "never begun"],
    doubled: ["ended twice", "at the same time"],
    startedOver: ["put back", "put back twice"],
  });
});

test("a line that is being written isn't read yet, and a file that isn't there has none", () => {
  const folder = mkdtempSync(join(tmpdir(), "ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "ledger");
  expect(readLedger(file)).toEqual([]);
  writeFileSync(file, '{"task":"a","what":"sent","at":1}\n{"task":"b","wh');
  expect(readLedger(file)).toEqual([{ task: "a", what: "sent", at: 1 }]);
});
