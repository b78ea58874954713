import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, onTestFinished, test } from "vitest";
import { withLock } from "../src/shared/lock.ts";

const lockModule = new URL("../src/shared/lock.ts", import.meta.url).href;

/** Another process that takes the lock and keeps it until it is killed. */
async function holder(path: string) {
  const program = `
    const { withLock } = await import(${JSON.stringify(lockModule)});
    await withLock(${JSON.stringify(path)}, () => new Promise(() => {
      console.log("held");
      setInterval(() => {}, 1000);
    }));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

test("a lock waits for its holder and is free when that was killed", async () => {
  const path = join(temporaryFolder(), "a", "lock");
  const child = await holder(path);
  const events: string[] = [];
  const mine = withLock(
    path,
    async () => events.push("mine"),
    () => {
      events.push("waiting");
      child.kill("SIGKILL");
    },
  );
  await mine;
  expect(events).toEqual(["waiting", "mine"]);
});

test("a lock is free again after its work failed, and hands the error on", async () => {
  const path = join(temporaryFolder(), "lock");
  const failing = withLock(path, async () => {
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await withLock(path, async () => "yes")).toBe("yes");
});

test("work of one process happens one after the other", async () => {
  const path = join(temporaryFolder(), "lock");
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  await Promise.all([withLock(path, work), withLock(path, work), withLock(path, work)]);
  expect(most).toBe(1);
});
