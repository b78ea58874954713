import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { afterAll, expect, vi } from "vitest";

/*
 * Runs before each file of unit tests. These share a process, so what one leaves behind, another one finds; and on a busy machine a
 * process takes longer than a unit test may.
 */

const starters = ["spawn", "spawnSync", "execFile", "execFileSync", "exec", "execSync", "fork"] as const;
for (const name of starters)
  Object.assign(childProcess, {
    [name]: (program: unknown) => {
      throw new Error(`starts a process (${name} ${program}): name the file *.process.test.ts`);
    },
  });
syncBuiltinESMExports();

/** What a test could leave behind. */
const surroundings = () => ({
  environment: { ...process.env },
  folder: process.cwd(),
  exitCode: process.exitCode,
  stackTraceLimit: Error.stackTraceLimit,
  hasFakeTimers: vi.isFakeTimers(),
});

const before = surroundings();
afterAll(() => expect(surroundings(), "what this file leaves behind, and has to put back").toEqual(before));
