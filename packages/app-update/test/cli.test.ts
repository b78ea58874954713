import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { EXIT } from "../src/outcome.ts";
import { run, start } from "./support/program.ts";
import { makeWorld, pushVersion } from "./support/world.ts";

const SRC = resolve(import.meta.dirname, "../src");

/**
 * What a file imports when it is loaded, and what those import: packages, not files or packages of this repository. Types and lazy
 * imports don't count.
 */
async function loadedPackages(file: string, seen = new Set<string>()): Promise<Set<string>> {
  const source = await readFile(file, "utf8");
  for (const [, names, from = ""] of source.matchAll(/^(?:import|export)\s+([^;]*?)\s*from "(.+?)";/gms)) {
    if (names?.startsWith("type ") || seen.has(from)) continue;
    if (from.startsWith(".")) await loadedPackages(resolve(dirname(file), from), seen);
    else if (from.startsWith("@ublog/")) await loadedPackages(fileURLToPath(import.meta.resolve(from)), seen);
    else seen.add(from);
  }
  return seen;
}

test("starts without the AWS SDK or anything else that is slow to load", async () => {
  const packages = [...(await loadedPackages(join(SRC, "cli.ts")))].filter(
    (name) => !name.startsWith("node:"),
  );
  expect(packages).toEqual(["commander", "#vocabulary"]);
});

describe("the command line", () => {
  test.each<[string, string]>([
    ["release v1", "error: required option '-s, --stack <name>' not specified"],
    ["release --stack alpha", "error: missing required argument 'version'"],
    ["relaese v1 --stack alpha", "error: unknown command 'relaese'\n(Did you mean release?)"],
    [
      "release v1 --stack alpha --timeout soon",
      "error: option '--timeout <duration>' argument 'soon' is invalid. Write a number and s, m, h or d: 90s, 30m, 2h.",
    ],
    [
      "release v1 --stack alpha --digest backend",
      "error: option '--digest <image=digest>' argument 'backend' is invalid. Write for example backend=sha256:….",
    ],
    [
      "scale default many --stack alpha",
      "error: command-argument value 'many' is invalid for argument 'count'. Write a whole number.",
    ],
    [
      "release v1 --stack alpha --env beta",
      "error: --stack says alpha and --env, which means the same, says beta. Write one of them.",
    ],
    [
      "release v1 --env beta --stack alpha",
      "error: --stack says alpha and --env, which means the same, says beta. Write one of them.",
    ],
    ["release v1 v2 --stack alpha", "error: too many arguments for 'release'. Expected 1 argument but got 2"],
  ])("%s is refused before anything happens", async (args, message) => {
    const refused = await start(makeWorld(), args);
    expect(refused.exit).toBe(EXIT.refused);
    expect(refused.stderr).toContain(message);
    expect(refused.calls).toEqual([]);
  });

  test.each(["--stack alpha", "-s alpha", "--env alpha", "--env alpha --stack alpha", "-e alpha"])(
    "status %s is about alpha",
    async (about) => {
      const status = await start(makeWorld({ services: ["gunicorn"] }), `status --json ${about}`);
      expect(JSON.parse(status.stdout)).toMatchObject({ environment: "alpha", exit: EXIT.done });
    },
  );

  test("--help tells the verbs and the exit codes", async () => {
    const help = await start(makeWorld(), "--help");
    expect(help.exit).toBe(EXIT.done);
    expect(help.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    for (const verb of [
      "plan",
      "release",
      "rollback",
      "status",
      "history",
      "logs",
      "run",
      "exec",
      "restart",
      "scale",
    ])
      expect(help.stdout).toContain(`\n  ${verb} [options]`);
    expect(help.stdout).toContain("  4    failed, and not rolled back: look at it");
  });

  test("release --help tells its options with their defaults", async () => {
    const help = await start(makeWorld(), "release --help");
    expect(help.stdout).toContain(
      "--timeout <duration>     the longest that one wait may take (default: 30m)",
    );
    expect(help.stdout).toContain("(default: looked up in ECR)");
  });

  test("--version is the package's", async () => {
    const { version } = JSON.parse(await readFile(resolve(SRC, "../package.json"), "utf8"));
    expect((await start(makeWorld(), "--version")).stdout).toBe(`${version}\n`);
  });

  test("an environment that isn't there, and one without credentials, are refused in a sentence", async () => {
    const missing = await start(makeWorld(), "status --stack beta");
    expect(missing.exit).toBe(EXIT.refused);
    expect(missing.stdout).toContain(
      "- There is no SSM parameter `/django/ublog/beta/deploy-targets`: either",
    );
    const error = Object.assign(new Error("Could not load credentials from any providers"), {
      name: "CredentialsProviderError",
    });
    const denied = await run(makeWorld(), "status", { between: () => () => Promise.reject(error) });
    expect(denied.exit).toBe(EXIT.refused);
    expect(denied.stdout).toContain(
      "- The SSM parameter `/django/ublog/alpha/deploy-targets` can't be read. AWS doesn't accept the credentials, or there are none: Could not load credentials from any providers. Set AWS_PROFILE, or log in (aws sso login), or give the job a role.",
    );
  });
});

describe("what it reports", () => {
  let environment: Record<string, string>;
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), "app-update-"));
    environment = { GITHUB_STEP_SUMMARY: join(folder, "summary"), GITHUB_OUTPUT: join(folder, "output") };
  });

  test("--json is one document on stdout, with the progress on stderr", async () => {
    const world = makeWorld({ services: ["gunicorn"] });
    pushVersion(world, "v1");
    const done = await run(world, "release v1 --json --git-sha abc123");
    expect(JSON.parse(done.stdout)).toMatchObject({
      command: "release v1",
      environment: "alpha",
      exit: 0,
      headline: "v1 is live (release 1).",
      url: "https://alpha.example.com",
      release: { number: 1, version: "v1", state: "succeeded", gitSha: "abc123" },
    });
    expect(done.stderr).toContain("▸ Rolling out gunicorn\n");
  });

  test("a step summary and outputs for GitHub", async () => {
    const world = makeWorld({ services: ["gunicorn"] });
    pushVersion(world, "v1");
    await run(world, "release v1", { environment });
    expect(await readFile(environment.GITHUB_STEP_SUMMARY ?? "", "utf8")).toBe(
      [
        "### ✅ `release v1` on alpha",
        "v1 is live (release 1).",
        "| Process | Before | Release | State |\n| --- | --- | --- | --- |\n| gunicorn | alpha-gunicorn:1 | alpha-gunicorn:2 | updated |",
        "| Step | Took |\n| --- | --- |\n| checks | 0 s |\n| revisions | 0 s |\n| update | 28 s |\n| gunicorn | 41 s |\n| all | 1 min 9 s |",
        "https://alpha.example.com\n",
      ].join("\n\n"),
    );
    expect(await readFile(environment.GITHUB_OUTPUT ?? "", "utf8")).toBe(
      "release=1\nversion=v1\nresult=succeeded\nurl=https://alpha.example.com\n",
    );
  });

  test("where GitHub's files can't be written to it says so, and ends as it did", async () => {
    const world = makeWorld({ services: ["gunicorn"] });
    pushVersion(world, "v1");
    const nowhere = { GITHUB_STEP_SUMMARY: "/nowhere/summary", GITHUB_OUTPUT: "/nowhere/output" };
    const done = await run(world, "release v1", { environment: nowhere });
    expect(done.exit).toBe(EXIT.done);
    expect(done.stdout.split("\n").slice(-3)).toEqual([
      "! The result couldn't be handed to GitHub: ENOENT: no such file or directory, open '/nowhere/summary'.",
      "! The result couldn't be handed to GitHub: ENOENT: no such file or directory, open '/nowhere/output'.",
      "",
    ]);
  });

  test("a failure with its reason, remedy and log, in which nothing of the log becomes markup", async () => {
    const world = makeWorld({
      services: ["gunicorn"],
      scenarios: {
        v1: {
          backend_update: {
            log: ["<script>alert(1)</script>", "```", 'relation "blog_post" does not exist'],
            exit: { code: 1, afterSeconds: 3 },
          },
        },
      },
    });
    pushVersion(world, "v1");
    await run(world, "release v1", { environment });
    expect(await readFile(environment.GITHUB_STEP_SUMMARY ?? "", "utf8")).toContain(
      [
        "### ❌ `release v1` on alpha",
        "Release 1 failed. No service was touched.",
        "**Why:** The update task failed: it ended with exit code 1.",
        "**What to do:** The table blog_post doesn't exist: its migration isn't in this version, or depends on another database.",
        "<details open><summary>Last lines of its log</summary>",
        '````text\n<script>alert(1)</script>\n```\nrelation "blog_post" does not exist\n````',
        "</details>",
      ].join("\n\n"),
    );
  });

  test("refusals as a list", async () => {
    const refused = await run(makeWorld({ services: ["gunicorn"] }), "release v1", { environment });
    expect(refused.exit).toBe(EXIT.refused);
    expect(await readFile(environment.GITHUB_STEP_SUMMARY ?? "", "utf8")).toMatch(
      /^### ❌ `release v1` on alpha\n\nRefused: nothing was changed\.\n\n- The image repository `.*` doesn't exist in account 123456789012\.\n- /,
    );
  });
});
