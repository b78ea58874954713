import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { afterEach, expect, test, vi } from "vitest";
import { findEngine } from "../../src/engine/findEngine.ts";
import { engineState } from "../../src/sandbox/engineState.ts";
import { update } from "../../src/sandbox/update.ts";
import { fixture, fixtureSandbox } from "../support/fixture.ts";

afterEach(() => vi.unstubAllEnvs());

const none = { created: 0, changed: 0, replaced: 0, deleted: 0, unchanged: 0 };

test("up, up again, a change, a replacement and a destroy, without a trace in the user's own files", async () => {
  const engine = await findEngine();
  const home = temporaryFolder();
  vi.stubEnv("HOME", home);
  const stackFile = join(fixture.project, "Pulumi.dev.yaml");
  const committed = readFileSync(stackFile, "utf8");

  const { sandbox, lines, boxes } = await fixtureSandbox({ engine });
  const set = (path: string, value: string) =>
    sandbox.pulumi(["config", "set", "--stack", "dev", "--path", path, value]);

  // The stack, the shelf and its two boxes.
  expect((await update(sandbox, "up", "dev")).counts).toEqual({ ...none, created: 4 });
  expect(lines).toEqual(["Made the stack dev."]);
  expect(boxes()).toEqual([1, 2]);

  expect((await update(sandbox, "up", "dev")).counts).toEqual({ ...none, unchanged: 4 });

  await set("sizes.second", "5");
  const changed = await update(sandbox, "up", "dev");
  expect(changed.counts).toEqual({ ...none, changed: 1, unchanged: 3 });
  expect(changed.changes.filter(({ kind }) => kind === "changed")).toEqual([
    {
      kind: "changed",
      type: "fixture:index:Box",
      urn: "urn:pulumi:dev::fixture::fixture:index:Shelf$fixture:index:Box::shelf-second",
    },
  ]);

  await set("colour", "red");
  expect((await update(sandbox, "up", "dev")).counts).toEqual({ ...none, replaced: 2, unchanged: 2 });
  expect(boxes()).toEqual([1, 5]);

  expect((await update(sandbox, "destroy", "dev")).counts).toEqual({ ...none, deleted: 4 });
  expect(boxes()).toEqual([]);

  expect(readFileSync(stackFile, "utf8")).toBe(committed);
  expect(existsSync(join(home, ".pulumi"))).toBe(false);
});

test("a run that is stopped in the middle ends by itself, and the next one carries on", async () => {
  const { sandbox, lines, boxes } = await fixtureSandbox();
  const stop = new AbortController();
  const onLine = (line: string) => {
    if (/fixture:index:Box .* creating/.test(line)) stop.abort();
  };
  const up = ["up", "--stack", "dev", "--yes", "--skip-preview"];
  expect((await sandbox.pulumi(up, { signal: stop.signal, onLine })).code).not.toBe(0);
  expect(engineState(join(sandbox.dir, "state")).lockedStacks()).toEqual([]);

  lines.length = 0;
  expect((await sandbox.pulumi(up)).code).toBe(0);
  expect(boxes()).toEqual([1, 2]);
  expect(lines).toEqual([]);
});

test("a failing program and a failing resource are reported in the engine's own words", async () => {
  const { sandbox } = await fixtureSandbox();
  const up = async (size: string) => {
    await sandbox.pulumi(["config", "set", "--stack", "dev", "--path", "sizes.first", size]);
    const { code, errors } = await update(sandbox, "up", "dev");
    return { code, errors: errors.join("\n") };
  };

  const program = await up("0");
  expect(program.code).not.toBe(0);
  expect(program.errors).toContain("A box of size 0 holds nothing.");

  const resource = await up("13");
  expect(resource.code).not.toBe(0);
  expect(resource.errors).toContain("fixture:index:Box shelf-first: ");
  expect(resource.errors).toContain("Nobody makes boxes of size 13.");
});

test("a command that the engine refuses is reported, too", async () => {
  const { sandbox } = await fixtureSandbox();
  const { code, errors } = await update(sandbox, "destroy", "nowhere");
  expect(code).not.toBe(0);
  expect(errors).toEqual(["error: no stack named 'nowhere' found"]);
});

test("after a run that was killed, its lock goes by itself; what it was making is recovered as in a real account", async () => {
  const { sandbox, lines, boxes } = await fixtureSandbox();
  const set = (size: string) =>
    sandbox.pulumi(["config", "set", "--stack", "dev", "--path", "sizes.third", size]);

  // The provider makes this box and kills the engine, which so never learns of it.
  await set("99");
  const killed = await update(sandbox, "up", "dev", { args: ["--parallel", "1"] });
  expect(killed.code).toBe(137);
  expect(boxes()).toContain(99);
  await set("3");
  lines.length = 0;

  const urn = "urn:pulumi:dev::fixture::fixture:index:Shelf$fixture:index:Box::shelf-third";
  const asked = await sandbox.pipeline(["recover", "--stack=dev"]);
  expect(asked.code).toBe(1);
  expect(asked.stderr).toContain(
    "Don't run `pulumi up` yet: it would make it a second time. (If an update is running right now, wait for it to end instead.) Ask AWS for this:\n\n  Box/shelf-third\n",
  );
  const orphan = inWorld(sandbox.world, (world) => world.resources().find((one) => one.urn === urn));
  const told = await sandbox.pipeline(["recover", "--stack=dev", `--found=Box/shelf-third=${orphan?.id}`]);
  expect(told.stdout).toContain(`  Box/shelf-third: is there, as ${orphan?.id}\n`);
  expect(lines).toEqual([]);

  expect((await update(sandbox, "up", "dev")).code).toBe(0);
  expect(boxes()).toEqual([1, 2, 3]);
  expect((await update(sandbox, "up", "dev")).counts).toEqual({ ...none, unchanged: 5 });
});
