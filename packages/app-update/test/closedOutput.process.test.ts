import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { processSurroundings } from "../src/main.ts";

test("nobody reads the output: the command goes on to its end", async () => {
  const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
  const child = spawn(process.execPath, [bin, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  const [[code], stderr] = await Promise.all([once(child, "exit"), text(child.stderr)]);
  expect([code, stderr]).toEqual([0, ""]);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s stops a command in order", (signal) => {
  const callback = vi.fn();
  const former = process.listenerCount(signal);
  const stop = processSurroundings.onInterrupt(callback);
  process.emit(signal);
  expect(callback).toHaveBeenCalledTimes(1);
  stop();
  expect(process.listenerCount(signal)).toBe(former);
});
