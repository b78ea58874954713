import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
import { type RunResult, run } from "@ublog/terminal/run";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Moto, startMoto } from "../../../app-update/test/support/moto.ts";
import { blocksOf, commandsIn } from "../support/readme.ts";
import { ACCOUNT, REGISTRY } from "../support/registry.ts";
import { makeTeam, type Team } from "../support/team.ts";

/* The command as a person runs it, a process of its own: the AWS SDK against moto, git, and the stand-in for Docker. */

const entry = fileURLToPath(new URL("../../../ublog/ublog.js", import.meta.url));
const CREDENTIALS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_MAX_ATTEMPTS: "1" };

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
}, 600_000);
afterAll(() => moto.stop());

let team: Team;
beforeEach(() => {
  team = makeTeam();
  for (const folder of ["shop", "shop-ui"]) team.git(folder, "tag", "v1");
});
afterEach(() => team.remove());

const environment = (answers: object = {}): NodeJS.ProcessEnv => ({
  ...team.around({ answers }).environment,
  ...CREDENTIALS,
  AWS_ENDPOINT_URL: moto.url,
});

const ublog = (args: string, answers: object = {}): Promise<RunResult> =>
  run(process.execPath, [entry, ...args.split(" ")], {
    cwd: join(team.home, "ublog"),
    env: environment(answers),
  });

const headlineIn = (stdout: string) => /^✓ (.*)$/m.exec(stdout)?.[1];

test("says who makes the repositories; with them, logs in, builds and pushes", async () => {
  const without = await ublog("build --stack alpha --dry-run");
  expect(without.stdout).toContain(
    `  - backend: There is no image repository ublog-backend in the account ${ACCOUNT}, region us-east-1. \`pulumi up --stack bootstrap\` makes it`,
  );
  expect([without.code, without.stderr]).toEqual([1, ""]);

  const ecr = new ECRClient({
    endpoint: moto.url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  for (const image of ["backend", "frontend"])
    await ecr.send(new CreateRepositoryCommand({ repositoryName: `ublog-${image}` }));

  const { code, stdout, stderr } = await ublog("build --stack alpha --json");
  expect([code, JSON.parse(stdout).headline]).toEqual([0, "Built and pushed backend v1 and frontend v1."]);
  // Moto's password for an account is always this one.
  expect(team.docker().find(({ args }) => args[0] === "login")).toEqual({
    args: ["login", "--username", "AWS", "--password-stdin", REGISTRY],
    stdin: `${ACCOUNT}-auth-token`,
  });
  expect(stdout + stderr).not.toContain("auth-token");
  expect(team.docker().filter(({ ok }) => ok)).toHaveLength(2);
});

test("every command of the README that builds does what it says", async () => {
  const commands = commandsIn(blocksOf("Images")[0]).filter((words) => words.startsWith("build"));
  const both = "backend v1 and frontend v1";
  const ran = [];
  for (const words of commands) {
    const { code, stdout } = await ublog(words);
    ran.push([words, code, words.includes("--json") ? JSON.parse(stdout).headline : headlineIn(stdout)]);
  }
  expect(ran).toEqual([
    ["build --stack alpha", 0, `Built and pushed ${both}.`],
    ["build backend --stack alpha --version v1", 0, "Built and pushed backend v1."],
    ["build --stack alpha --dry-run", 0, `It would build and push ${both}.`],
    ["build --stack alpha --no-push", 0, `Built ${both} for this machine.`],
    ["build --stack alpha --folder backend=../shop --json", 0, `Built and pushed ${both}.`],
  ]);
});

test("a request to stop stops Docker, waits for it, and ends with 130", async () => {
  const child = spawn(process.execPath, [entry, "build", "backend", "--stack", "alpha", "--no-push"], {
    cwd: join(team.home, "ublog"),
    env: environment({ hang: ["backend"] }),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (piece: Buffer) => {
    const isNew = !said.includes("load build definition");
    said += piece.toString();
    if (isNew && said.includes("load build definition")) child.kill("SIGTERM");
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code).toBe(130);
  expect(said).toContain("✗ Stopped while backend v1 was being built. Nothing was pushed.\n");
  expect(team.docker().at(-1)).toMatchObject({ stopped: true });
});

test.each([
  ["build", "error: required option '--stack <name>' not specified\n"],
  [
    "build --stack alpha bakend",
    "error: command-argument value 'bakend' is invalid for argument 'images'. The images are backend and frontend.\n",
  ],
  [
    "build --stack alpha nuxt",
    "error: command-argument value 'nuxt' is invalid for argument 'images'. Did you mean frontend?\n",
  ],
  [
    "build --stack alpha --folder ../shop",
    "error: option '--folder <image=folder>' argument '../shop' is invalid. The images are backend and frontend.\n",
  ],
  [
    "build --stack alpha --folder backend=",
    "error: option '--folder <image=folder>' argument 'backend=' is invalid. Write an image and where it is checked out, such as backend=../shop.\n",
  ],
  [
    "build --stack alpha --folder backend=a --folder django=b",
    "error: option '--folder <image=folder>' argument 'django=b' is invalid. Did you mean backend?\n",
  ],
  [
    "build --stack alpha --version release/1",
    "error: option '--version <version>' argument 'release/1' is invalid. A version is the tag of its images: at most 128 letters, digits, `.`, `_` and `-`, beginning with a letter, a digit or `_`, for example v1.2.3. A digest goes into --digest.\n",
  ],
])("`ublog %s` is a wrong command line", async (args, said) => {
  const { code, stderr } = await ublog(args);
  expect([code, stderr.split("(--help")[0]?.trimEnd()]).toEqual([2, said.trimEnd()]);
});

test("outside of a project", async () => {
  const { code, stderr } = await run(process.execPath, [entry, "build", "--stack", "alpha"], {
    cwd: team.home,
    env: environment(),
  });
  expect([code, stderr.replaceAll(team.home, "~")]).toEqual([
    1,
    "error: There is no Pulumi.yaml in ~ or above it.\n",
  ]);
});
