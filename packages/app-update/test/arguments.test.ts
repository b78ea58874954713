import { describe, expect, test } from "vitest";
import { EXIT } from "../src/outcome.ts";
import { start } from "./support/program.ts";
import { makeWorld } from "./support/world.ts";

const EMPTY = "It is empty: perhaps a shell variable isn't set.";
const VERSION =
  "A version is the tag of its images: at most 128 letters, digits, `.`, `_` and `-`, beginning with a letter, a digit or `_`, for example v1.2.3. A digest goes into --digest.";
const ENVIRONMENT =
  "Write the environment's name, for example alpha (at most 40 small letters, digits and hyphens), or its SSM parameter, /django/ublog/alpha/deploy-targets.";
const REGION = "Write a region such as us-east-1, or leave it out.";
const PROJECT =
  "Write the name of the Pulumi project, which its Pulumi.yaml begins with, for example ublog; or leave it out.";
const DURATION = "Write a number and s, m, h or d: 90s, 30m, 2h.";
const TIMEOUT = "Write at least 1 min and at most 24 h, for example 30m or 2h.";
const WITHIN = "Write at least 1 min and at most 120 h, for example 30m or 2h.";
const SINCE = "Write at least 1 s and at most 87672 h, for example 30m or 2h.";
const LIMIT = "Write a whole number from 1 to 100.";
const COUNT = "Write a whole number from 0 to 5000, the most tasks that ECS runs of a service.";
const SHA = "Write the commit in 4 to 64 hexadecimal digits, or leave it out.";
const RELEASE = "Write a release's number or version: `app-update history` lists them.";
const PROCESS = "Write a process, for example gunicorn.";
const COMMAND = "Write a command, for example python manage.py check.";
const DIGEST = "Write for example backend=sha256:….";
const FILTER = 'Write a CloudWatch Logs filter pattern of at most 1024 characters, for example "ERROR".';
const digest = `sha256:${"a".repeat(64)}`;

/** What is refused, word by word: the verb and its arguments, what it is about, the value, and what to write. */
const WRONG: [words: string[], about: string, value: string, remedy: string][] = [
  ...["release", "plan"].flatMap((verb) =>
    ["v 1", "../x", "v1@sha256:abc", "vÄ", "-v1", ".v1", "a/b", "a:b", "v1\n", "v".repeat(129), digest].map(
      (value): (typeof WRONG)[number] => [[verb, "--", value], "argument 'version'", value, VERSION],
    ),
  ),
  ...["release", "plan"].flatMap((verb): typeof WRONG => [
    [[verb, ""], "argument 'version'", "", `${EMPTY} ${VERSION}`],
    [[verb, " "], "argument 'version'", " ", `${EMPTY} ${VERSION}`],
  ]),
  [["restart", ""], "argument 'processes'", "", `${EMPTY} ${PROCESS}`],
  [["restart", "gunicorn", ""], "argument 'processes'", "", `${EMPTY} ${PROCESS}`],
  [["logs", ""], "argument 'process'", "", `${EMPTY} ${PROCESS}`],
  [["exec", ""], "argument 'process'", "", `${EMPTY} ${PROCESS}`],
  [["exec", "gunicorn", "--", ""], "argument 'command'", "", `${EMPTY} ${COMMAND}`],
  [["run", "--", ""], "argument 'command'", "", `${EMPTY} ${COMMAND}`],
  [["run", "--process", "", "--", "true"], "--process", "", `${EMPTY} ${PROCESS}`],
  [
    ["run", "--", "x".repeat(8000)],
    "argument 'command'",
    "x".repeat(8000),
    "The command is longer than the 8000 characters that ECS takes: put it into a script of the image.",
  ],
  [["scale", "", "1"], "argument 'process'", "", `${EMPTY} ${PROCESS}`],
  [["scale", "gunicorn", ""], "argument 'count'", "", `${EMPTY} Write a whole number.`],
  ...["-1", "1.5", "1e3", "0x10", "many"].map((value): (typeof WRONG)[number] => [
    ["scale", "gunicorn", "--", value],
    "argument 'count'",
    value,
    "Write a whole number.",
  ]),
  [["scale", "gunicorn", "5001"], "argument 'count'", "5001", COUNT],
  [["scale", "gunicorn", "100000", "--force"], "argument 'count'", "100000", COUNT],
  [["history", "--limit", "0"], "--limit", "0", LIMIT],
  [["history", "--limit", "101"], "--limit", "101", LIMIT],
  [["history", "--limit", ""], "--limit", "", `${EMPTY} Write a whole number.`],
  [["logs", "gunicorn", "--since", "0s"], "--since", "0s", SINCE],
  [["logs", "gunicorn", "--since", "9999d"], "--since", "9999d", SINCE],
  [["logs", "gunicorn", "--since", ""], "--since", "", `${EMPTY} ${DURATION}`],
  [["logs", "gunicorn", "--filter", ""], "--filter", "", `${EMPTY} ${FILTER}`],
  [["logs", "gunicorn", "--filter", "x".repeat(1025)], "--filter", "x".repeat(1025), FILTER],
  [["rollback", "--to", ""], "--to", "", `${EMPTY} ${RELEASE}`],
  [["rollback", "--to", "0"], "--to", "0", RELEASE],
  [["rollback", "--to", "#3"], "--to", "#3", RELEASE],
  ...[["release", "v1"], ["rollback"]].flatMap((words): typeof WRONG => [
    [[...words, "--within", ""], "--within", "", `${EMPTY} ${DURATION}`],
    [[...words, "--within", "2"], "--within", "2", DURATION],
    [[...words, "--within", "59s"], "--within", "59s", WITHIN],
    [[...words, "--within", "121h"], "--within", "121h", WITHIN],
  ]),
  [["release", "v1", "--git-sha", ""], "--git-sha", "", `${EMPTY} ${SHA}`],
  [["release", "v1", "--git-sha", "main"], "--git-sha", "main", SHA],
  [["release", "v1", "--digest", ""], "--digest", "", `${EMPTY} ${DIGEST}`],
  [["release", "v1", "--digest", "backend"], "--digest", "backend", DIGEST],
  [["plan", "v1", "--digest", `=${digest}`], "--digest", `=${digest}`, DIGEST],
  [
    ["release", "v1", "--digest", "backend="],
    "--digest",
    "backend=",
    `It has no digest: perhaps a shell variable isn't set. ${DIGEST}`,
  ],
  ...["latest", "sha256:abc", digest.toUpperCase(), digest.slice(7), `${digest}=1`].map(
    (value): (typeof WRONG)[number] => [
      ["release", "v1", "--digest", `frontend=${value}`],
      "--digest",
      `frontend=${value}`,
      `\`${value}\` isn't a digest: write sha256: and 64 hexadecimal digits.`,
    ],
  ),
  [
    ["release", "v1", "--digest", `backend=${digest}`, "--digest", `backend=sha256:${"b".repeat(64)}`],
    "--digest",
    `backend=sha256:${"b".repeat(64)}`,
    "backend has another digest already: write one for each image.",
  ],
];

/** Verbs with what they must have, for the options that all of them take. */
const VERBS = [
  ["plan", "v1"],
  ["release", "v1"],
  ["rollback"],
  ["status"],
  ["history"],
  ["logs", "gunicorn"],
  ["run", "true"],
  ["exec", "gunicorn"],
  ["restart"],
  ["scale", "gunicorn", "1"],
];
const COMMON: [option: string, value: string, remedy: string][] = [
  ["--stack", "", `${EMPTY} ${ENVIRONMENT}`],
  ["--env", "", `${EMPTY} ${ENVIRONMENT}`],
  ["--env", "Alpha", ENVIRONMENT],
  ["--stack", "Alpha", ENVIRONMENT],
  ["--stack", "a b", ENVIRONMENT],
  ["--stack", "../alpha", ENVIRONMENT],
  ["--stack", "alpha-", ENVIRONMENT],
  ["--stack", "a".repeat(41), ENVIRONMENT],
  ["--stack", "/django//deploy-targets", ENVIRONMENT],
  ["--project", "", `${EMPTY} ${PROJECT}`],
  ["--project", "ublog/alpha", PROJECT],
  ["--project", "my blog", PROJECT],
  ["--project", "b".repeat(101), PROJECT],
  ["--region", "", `${EMPTY} ${REGION}`],
  ["--region", "us-east-1a", REGION],
  ["--region", "virginia", REGION],
  ["--timeout", "", `${EMPTY} ${DURATION}`],
  ["--timeout", "-5m", DURATION],
  ["--timeout", "1.5h", DURATION],
  ["--timeout", "30", DURATION],
  ["--timeout", "0s", TIMEOUT],
  ["--timeout", "59s", TIMEOUT],
  ["--timeout", "25h", TIMEOUT],
  ["--timeout", `${"9".repeat(400)}d`, TIMEOUT],
];

/** Runs it, and expects that it is refused with exactly this before anything is called. */
async function refused(words: string[], about: string, value: string, remedy: string): Promise<void> {
  const { exit, stderr, stdout, calls } = await start(makeWorld({ services: ["gunicorn"] }), words);
  const told = about.startsWith("-")
    ? new RegExp(`^error: option '(-[se], )?${about} <[a-z=]+>' argument '`)
    : /^error: command-argument value '/;
  expect(stderr).toMatch(told);
  const [first = ""] = stderr.split("\n(--help");
  expect(first).toContain(`'${value}' is invalid${about.startsWith("-") ? "" : ` for ${about}`}. ${remedy}`);
  expect(first.endsWith(remedy)).toBe(true);
  expect([exit, stdout, calls]).toEqual([EXIT.refused, "", []]);
}

describe("what a command line can't mean is refused before a single call", () => {
  test.each(WRONG)("%j", async (words, about, value, remedy) => {
    const [verb = "", ...rest] = words;
    await refused([verb, "--stack", "alpha", ...rest], about, value, remedy);
  });

  test.each(VERBS)("common options of %s", async (verb, ...rest) => {
    for (const [option, value, remedy] of COMMON) {
      const environment = option === "--stack" ? [] : ["--stack", "alpha"];
      await refused([verb as string, ...environment, `${option}=${value}`, ...rest], option, value, remedy);
    }
  });
});

test.each([
  ["plan", "v".repeat(128)],
  ["plan", "_0.1-rc_1"],
  ["plan", "0123456"],
  ["plan", "v1", "--region", "us-gov-west-1"],
  ["plan", "v1", "--region", "eusc-de-east-1"],
  ["plan", "v1", "--timeout", "60s"],
  ["plan", "v1", "--timeout", "1d"],
  ["plan", "v1", "--digest", `backend=${digest}`, "--digest", `backend=${digest}`],
  ["release", "v1", "--within", "5d", "--verbose"],
  ["rollback", "--within", "120h", "--verbose"],
  ["scale", "gunicorn", "2", "--verbose", "--dry-run"],
  ["restart", "--verbose"],
  ["history", "--limit", "100"],
  ["run", "--", "python", "manage.py", ""],
  ["restart", "gunicorn", "default"],
  ["scale", "gunicorn", "5000"],
])("%j %j is understood", async (verb, ...rest) => {
  const world = makeWorld({ services: ["gunicorn"] });
  const { calls, stderr } = await start(world, [verb as string, "--stack", "alpha", ...rest]);
  expect([stderr, calls[0]]).toEqual(["", "ssm.GetParameter"]);
});

test("the SSM parameter may be named instead of the environment", async () => {
  const world = makeWorld();
  const status = await start(world, "status --stack /django/ublog/alpha/deploy-targets --json");
  expect(JSON.parse(status.stdout)).toMatchObject({ environment: "alpha", exit: EXIT.done });
});
