import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import { describeReport, rehearse } from "../../src/rehearse/rehearse.ts";
import {
  changesNothing,
  destroy,
  keepsEverything,
  nothingIsLeft,
  onlyCreates,
  type Step,
  up,
} from "../../src/rehearse/steps.ts";
import { fixture } from "../support/fixture.ts";

/** Rehearses with the fixture's stack `dev`. */
async function play(steps: Step[], stop = new AbortController()) {
  const dir = join(temporaryFolder(), "rehearsals");
  // What a rehearsal left behind whose process is long gone.
  mkdirSync(join(dir, "999999999", "state"), { recursive: true });
  const lines: string[] = [];
  const report = await rehearse(steps, {
    ...fixture,
    dir,
    signal: stop.signal,
    log: (line) => lines.push(line),
  });
  return { report, lines, left: readdirSync(dir), dir };
}

test("a story that goes well is reported step by step, and leaves nothing", async () => {
  const { report, lines, left } = await play([
    up("dev", { expect: onlyCreates }),
    up("dev", { title: "up dev again", expect: changesNothing }),
    up("dev", { title: "another size", config: { "fixture:sizes.first": "4" }, expect: keepsEverything }),
    destroy("dev"),
    nothingIsLeft,
  ]);
  expect(report).toMatchObject({
    ok: true,
    steps: [
      { step: "up dev", created: 4, changed: 0, replaced: 0, deleted: 0, unchanged: 0, rolled: 0 },
      { step: "up dev again", created: 0, changed: 0, replaced: 0, deleted: 0, unchanged: 4, rolled: 0 },
      { step: "another size", created: 0, changed: 1, replaced: 0, deleted: 0, unchanged: 3, rolled: 0 },
      { step: "destroy dev", created: 0, changed: 0, replaced: 0, deleted: 4, unchanged: 0, rolled: 0 },
      { step: "nothing is left", created: 0, changed: 0, replaced: 0, deleted: 0, unchanged: 0, rolled: 0 },
    ],
  });
  expect(lines.map((line) => line.replace(/[\d.]+ s$/, "N s"))).toEqual([
    "up dev …",
    "Made the stack dev.",
    "  4 created, N s",
    "up dev again …",
    "  4 unchanged, N s",
    "another size …",
    "  1 changed, 3 unchanged, N s",
    "destroy dev …",
    "  4 deleted, N s",
    "nothing is left …",
    "  as it should be, N s",
  ]);
  expect(left).toEqual([]);

  const timeless = {
    ...report,
    seconds: 12.3,
    steps: report.steps.map((step) => ({ ...step, seconds: 1.25 })),
  };
  expect(describeReport(timeless)).toBe(
    [
      "",
      "step             created  changed  replaced  deleted  unchanged  rolled  seconds",
      "───────────────  ───────  ───────  ────────  ───────  ─────────  ──────  ───────",
      "up dev                 4        0         0        0          0       0      1.3",
      "up dev again           0        0         0        0          4       0      1.3",
      "another size           0        1         0        0          3       0      1.3",
      "destroy dev            0        0         0        4          0       0      1.3",
      "nothing is left        0        0         0        0          0       0      1.3",
      "",
      "The rehearsal went well: 5 steps in 12 s.",
    ].join("\n"),
  );
});

test("a step that fails ends the story, with the engine's own words and the state to look into", async () => {
  const { report, left, dir } = await play([
    up("dev", { config: { "fixture:sizes.first": "13" }, expect: onlyCreates }),
    destroy("dev"),
  ]);
  expect(report).toMatchObject({ ok: false, steps: [] });
  expect(report.reason).toContain('The rehearsal failed at the step "up dev": The engine says:\n');
  expect(report.reason).toContain("Nobody makes boxes of size 13.");
  expect(report.reason).toContain(
    `\nIts state is kept in ${join(dir, String(process.pid))} until the next one.`,
  );
  expect(describeReport(report)).toBe(`\n${report.reason}`);
  expect(left).toEqual([String(process.pid)]);
});

test("what no stack accounts for is found", async () => {
  const { report } = await play([
    {
      title: "someone else makes a box",
      async run({ sandbox }) {
        inWorld(sandbox.world, (world) =>
          world.put({ type: "fixture:index:Box", id: "box-1", urn: "urn:none", inputs: {}, state: {} }),
        );
        return {};
      },
    },
    nothingIsLeft,
  ]);
  expect(report.reason).toMatch(
    /^The rehearsal failed at the step "nothing is left": The stacks are gone, but these are still there:\n {2}fixture:index:Box box-1\n/,
  );
});

test("stopped in the middle, it ends there", async () => {
  const stop = new AbortController();
  const interrupt: Step = {
    title: "someone presses Ctrl-C",
    async run() {
      stop.abort();
      return {};
    },
  };
  const { report, left } = await play([interrupt, up("dev", { expect: onlyCreates }), nothingIsLeft], stop);
  expect(report).toMatchObject({ ok: false, reason: "The rehearsal was stopped. The next one starts over." });
  expect(report.steps.map(({ step }) => step)).toEqual(["someone presses Ctrl-C"]);
  expect(left).toEqual([]);
});
