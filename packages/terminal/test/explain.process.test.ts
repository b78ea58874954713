import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../src/errors.ts";
import { explainError } from "../src/explain.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "explain-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The error that work throws. */
function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("it went well");
}

const system = (code: string, more: { path?: string; syscall?: string } = {}) =>
  Object.assign(new Error(`${code}: …`), { code, errno: -1, ...more });

describe("an error of the operating system says what to do", () => {
  test.each([
    [system("ENOSPC"), "The disk is full. Make room and run the command again."],
    [
      system("ENOSPC", { path: "/w/.sandbox/home", syscall: "mkdir" }),
      "The disk is full: /w/.sandbox/home can't be written. Make room and run the command again.",
    ],
    [
      system("EROFS", { path: "/w/.sandbox", syscall: "mkdir" }),
      "/w/.sandbox can't be written: it is on a file system that is read-only. Work in a copy that can be written.",
    ],
    [
      system("EACCES", { path: "/w/.sandbox", syscall: "mkdir" }),
      "/w/.sandbox can't be used: you have no right to it. Change its owner or its mode, or work in a copy of your own.",
    ],
    [
      system("EACCES", { path: "/bin/pulumi", syscall: "spawn /bin/pulumi" }),
      "/bin/pulumi can't be run: it isn't executable, or you may not.",
    ],
    [
      system("ENOENT", { path: "git", syscall: "spawnSync git" }),
      "There is no git on PATH. Install it and run the command again.",
    ],
    [
      system("EMFILE", { path: "x", syscall: "open" }),
      "Too many files are open. Raise the limit (`ulimit -n 4096`) and run the command again.",
    ],
  ])("%s", (error, message) => {
    expect(explainError(error, {})).toBe(message);
  });

  test("a file where a folder is needed is named, wherever it is in the path", () => {
    const file = join(folder, ".sandbox");
    writeFileSync(file, "");
    const message = `${file} is a file where a folder is needed. Move it away and run the command again.`;
    for (const path of [file, join(file, "home"), join(file, "home", "plugins")]) {
      expect(
        explainError(
          thrown(() => mkdirSync(path, { recursive: true })),
          {},
        ),
      ).toBe(message);
    }
  });

  test("a file that isn't there, and a folder in its place", () => {
    const missing = join(folder, "nowhere");
    expect(
      explainError(
        thrown(() => statSync(missing)),
        {},
      ),
    ).toBe(`There is no ${missing}.`);
    expect(
      explainError(
        thrown(() => readFileSync(folder)),
        {},
      ),
    ).toBe("A file is a folder where a file is needed.");
  });
});

test("what is meant for a person is said as it is; anything else is one line, and how to see the trace", () => {
  expect(explainError(new UserError("Write a name.\nThere is none."), {})).toBe(
    "Write a name.\nThere is none.",
  );
  expect(explainError(new TypeError("x is not a function\n  (in y)"), {})).toBe(
    "x is not a function (Unforeseen: UBLOG_TRACE=1 shows where it comes from.)",
  );
  expect(explainError("no error at all", {})).toMatch(/^no error at all \(Unforeseen/);
  expect(explainError(new RangeError(""), {})).toMatch(/^RangeError \(Unforeseen/);
});

test.each([new UserError("Write a name."), new TypeError("x"), system("ENOSPC")])(
  "UBLOG_TRACE shows where %s comes from",
  (error) => {
    const message = explainError(error, { UBLOG_TRACE: "" });
    expect(explainError(error, { UBLOG_TRACE: "1" })).toBe(`${message}\n${inspect(error)}`);
  },
);

describe("a program", () => {
  const home = new URL("../src/program.ts", import.meta.url).href;
  /** Runs a `main` as a program, with its standard output to a file if one is given. */
  function program(main: string, output?: string) {
    const source = `import { runProgram } from ${JSON.stringify(home)}; await runProgram(${main}, () => 4);`;
    writeFileSync(join(folder, "program.mjs"), source);
    const command = `'${process.execPath}' '${join(folder, "program.mjs")}'${output === undefined ? "" : ` > ${output}`}`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
    return { status, stdout, stderr };
  }
  const line = "error: boom (Unforeseen: UBLOG_TRACE=1 shows where it comes from.)\n";

  test("ends with what `main` answers", () => {
    expect(program('async () => { console.log("hi"); return 3; }')).toEqual({
      status: 3,
      stdout: "hi\n",
      stderr: "",
    });
  });

  test.each([
    ["an error", 'async () => { throw new Error("boom"); }'],
    [
      "one that nobody waits for",
      'async () => { Promise.reject(new Error("boom")); await new Promise(() => setTimeout(() => {}, 60_000)); }',
    ],
    [
      "one of a callback",
      'async () => { setImmediate(() => { throw new Error("boom"); }); await new Promise(() => setTimeout(() => {}, 60_000)); }',
    ],
  ])("%s is a line and an exit code", (_, main) => {
    expect(program(main, "/dev/null")).toEqual({ status: 4, stdout: "", stderr: line });
  });

  test("output that is lost to a full disk is reported", () => {
    expect(program("async () => { console.log('hi'); return 0; }", "/dev/full")).toEqual({
      status: 4,
      stdout: "",
      stderr: "error: The disk is full. Make room and run the command again.\n",
    });
  });

  test("a reader that goes away is no error", () => {
    const main = `async () => { for (let i = 0; i < 100; i++) { console.log("x".repeat(10_000)); await new Promise(setImmediate); } return 0; }`;
    expect(program(main, "/dev/null; true | true").status).toBe(0);
    writeFileSync(
      join(folder, "pipe.sh"),
      `{ '${process.execPath}' '${join(folder, "program.mjs")}'; echo $? >&2; } | true`,
    );
    expect(spawnSync("sh", [join(folder, "pipe.sh")], { encoding: "utf8" }).stderr).toBe("0\n");
  });
});
