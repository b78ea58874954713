import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";

/** A program that says something again and again, and like the SDK says it too when that fails. */
const program = `
  process.on("uncaughtException", (error) => console.error(error));
  await import(${JSON.stringify(new URL("../index.ts", import.meta.url).href)});
  process.send("loaded");
  setInterval(() => console.error("still here"), 1);`;

test("a program whose engine is gone ends", async () => {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "message");
  child.stdout?.destroy();
  child.stderr?.destroy();
  expect(await once(child, "exit")).toEqual([1, null]);
});
