import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GONE } from "@ublog/aws-model/test/support/deadProcess.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import { engineState } from "../src/sandbox/engineState.ts";

function write(path: string, content: unknown): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
  return path;
}

test("locks of engines that are gone are released, and the stacks named once", () => {
  const folder = temporaryFolder();
  const locks = join(folder, ".pulumi", "locks", "organization", "shop");
  const dead = [join(locks, "dev", "a.json"), join(locks, "dev", "b.json")];
  for (const file of dead) write(file, { pid: GONE, hostname: "elsewhere" });
  write(`${dead[0]}.attrs`, {});
  const state = engineState(folder);
  expect(state.lockedStacks()).toEqual(["dev"]);
  expect(state.releaseDeadLocks()).toEqual(["dev"]);
  expect(state.lockedStacks()).toEqual([]);
  for (const file of [...dead, `${dead[0]}.attrs`]) expect(existsSync(file)).toBe(false);
});

test("a lock whose number has gone to another program is released too", () => {
  const folder = temporaryFolder();
  write(join(folder, ".pulumi", "locks", "organization", "shop", "dev", "a.json"), { pid: process.pid });
  expect(engineState(folder).releaseDeadLocks()).toEqual(process.platform === "linux" ? ["dev"] : []);
});

test("what a folder without any state says", () => {
  const state = engineState(join(temporaryFolder(), "none"));
  expect(state.stacks("shop")).toEqual([]);
  expect(state.lockedStacks()).toEqual([]);
  expect(state.releaseDeadLocks()).toEqual([]);
  expect(state.pendingOperations("shop", "dev")).toEqual([]);
});

test("stacks and their unfinished operations are read from the backend", () => {
  const folder = temporaryFolder();
  const stacks = join(folder, ".pulumi", "stacks", "shop");
  const pending = [{ type: "creating", resource: { urn: "urn:a", type: "t" } }];
  write(join(stacks, "dev.json"), { checkpoint: { latest: { pending_operations: pending } } });
  write(join(stacks, "dev.json.attrs"), {});
  write(join(stacks, "dev.json.bak"), {});
  write(join(stacks, "new.json"), { checkpoint: {} });
  const state = engineState(folder);
  expect(state.stacks("shop")).toEqual(["dev", "new"]);
  expect(state.stacks("other")).toEqual([]);
  expect(state.pendingOperations("shop", "dev")).toEqual(pending);
  expect(state.pendingOperations("shop", "new")).toEqual([]);
});
