import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openWorld } from "../../src/world/world.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";

const program = (body: string) => `
  import { openWorld } from ${JSON.stringify(fileURLToPath(new URL("../../src/world/world.ts", import.meta.url)))};
  const box = (id) => ({ type: "a:b:Box", id, urn: id, inputs: {}, state: {} });
  const world = openWorld(process.argv[1]);
  ${body}`;

const start = (file: string, body: string, ...args: string[]) =>
  spawn(process.execPath, ["--input-type=module", "-e", program(body), file, ...args], {
    stdio: ["ignore", "inherit", "inherit"],
  });

test("several processes open and change one world at once", async () => {
  const file = join(temporaryFolder(), "world.db");
  const body = `
    for (let i = 0; i < 40; i++) world.transaction(() => { world.resources(); world.put(box(process.argv[2] + "-" + world.next("n"))); });`;
  const exits = ["a", "b", "c"].map((name) => once(start(file, body, name), "exit"));
  expect((await Promise.all(exits)).map(([code]) => code)).toEqual([0, 0, 0]);
  const world = openWorld(file);
  expect(world.count("n")).toBe(120);
  expect(new Set(world.resources().map(({ id }) => id.split("-")[1])).size).toBe(120);
  world.close();
});

test("a process killed in a transaction leaves what was there before it", async () => {
  const file = join(temporaryFolder(), "world.db");
  const body = `
    world.transaction(() => world.put(box("kept")));
    world.transaction(() => { world.put(box("half")); world.delete("a:b:Box", "kept"); process.kill(process.pid, "SIGKILL"); });`;
  const [, signal] = (await once(start(file, body), "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  const world = openWorld(file);
  expect(world.resources().map(({ id }) => id)).toEqual(["kept"]);
  world.close();
});
