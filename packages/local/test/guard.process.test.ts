import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";

test("nothing is left of a process that was killed: no processes, no folders", async () => {
  const program = fileURLToPath(new URL("support/leaveBehind.ts", import.meta.url));
  const parent = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve) =>
    parent.stdout.once("data", (text) => resolve(String(text))),
  );
  const { folder, pids } = JSON.parse(line) as { folder: string; pids: number[] };
  expect([existsSync(folder), ...pids.map(runs)]).toEqual([true, true, true]);
  parent.kill("SIGKILL");
  await vi.waitFor(() => expect([existsSync(folder), ...pids.map(runs)]).toEqual([false, false, false]), {
    timeout: 60_000,
  });
});

/** Whether a process runs; one that has ended may wait for somebody to ask for its exit code. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, "utf8"));
}
