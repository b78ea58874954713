import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { heartbeatCheck } from "../../src/app/plan/heartbeats.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "heartbeats-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Files of the kit, with how old they are in seconds. */
type Files = Record<string, number>;

test.each<[what: string, files: Files, code: number]>([
  ["there is nothing yet", {}, 1],
  ["it starts, or never reached its broker", { "worker-starting": 0 }, 1],
  ["its loop goes round", { "worker-alive": 30, "worker-ready": 30 }, 0],
  ["its loop stands still", { "worker-alive": 90, "worker-ready": 90 }, 1],
  ["it has lost its broker", { "worker-alive": 900, "worker-waiting": 900 }, 0],
  ["another process is well", { "beat-alive": 0 }, 1],
])("a worker: %s", (_, files, code) => {
  for (const [name, age] of Object.entries(files)) {
    const path = join(folder, name);
    writeFileSync(path, "");
    const touched = Date.now() / 1000 - age;
    utimesSync(path, touched, touched);
  }
  expect(codeOf("worker", folder)).toBe(code);
});

test("beat by its own file, and nobody where there is no folder", () => {
  writeFileSync(join(folder, "beat-alive"), "");
  expect(codeOf("beat", folder)).toBe(0);
  expect(codeOf("beat", join(folder, "none"))).toBe(1);
});

/** Runs the check as ECS would in a container. */
function codeOf(process_: "worker" | "beat", state: string): number | null {
  const [program = "", ...args] = heartbeatCheck(process_).command;
  return spawnSync(program, args, { env: { ...process.env, DJANGO_ECS_STATE: state } }).status;
}
