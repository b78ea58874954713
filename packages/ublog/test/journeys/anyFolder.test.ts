import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { typedEnvironment } from "../../../terminal/test/support/typed.ts";

const repository = resolve(import.meta.dirname, "../../../..");

/** As a person types it in a folder: without what the test's own pnpm has set. */
function typed(folder: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync("npx", ["-y", "pnpm@12", "ublog", ...args], {
    cwd: join(repository, folder),
    encoding: "utf8",
    env: typedEnvironment(),
  });
  return { status, stdout, stderr };
}

test.each([".", "stacks", ".github", ".ci", "packages", "packages/sandbox", "packages/pipeline/src"])(
  "`npx -y pnpm@12 ublog` works in %s",
  (folder) => {
    expect(typed(folder, "stacks")).toEqual({ status: 0, stdout: 'stacks=["alpha","base"]\n', stderr: "" });
  },
);

test("it hands on each word as it is, and the exit code", () => {
  const refused = typed("stacks", "run", "--stack", "alpha", "--timeout", "a b", "--", "manage.py", "--help");
  expect(refused).toEqual({
    status: 3,
    stdout: "",
    stderr:
      "error: option '--timeout <duration>' argument 'a b' is invalid. Write a number and s, m, h or d: 90s, 30m, 2h.\n(--help shows what there is)\n",
  });
  const unknown = typed("packages", "relaese");
  expect([unknown.status, unknown.stdout]).toEqual([2, ""]);
  expect(unknown.stderr).toBe(
    'error: "relaese" is not a verb of ublog. Did you mean release? `ublog --help` lists them all.\n',
  );
});

test("`ublog sandbox release` is short for `sandbox app-update release`", () => {
  const { status, stdout } = typed(".github", "sandbox", "release", "v1", "--stack", "nowhere", "--json");
  expect(status).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ command: "release v1", environment: "nowhere", exit: 3 });
});
