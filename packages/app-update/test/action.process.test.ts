import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { IMAGES } from "../../pulumi-aws-django/src/vocabulary.ts";

const PACKAGE = resolve(import.meta.dirname, "..");
const run = promisify(execFile);

/** What the action's script runs, with `node` and `npx` that only print what they are given. */
async function called(inputs: Record<string, string>, options: { installed: boolean }): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "app-update-action-"));
  const [action, bin] = [join(folder, "action"), join(folder, "bin")];
  await mkdir(bin);
  await mkdir(action);
  if (options.installed) await mkdir(join(action, "node_modules"));
  for (const file of ["action.sh", "package.json"]) await copyFile(join(PACKAGE, file), join(action, file));
  const print = (name: string) =>
    `#!/bin/bash\nif [ "$1" = -p ]; then exec "${process.execPath}" "$@"; fi\nprintf '%s\\n' ${name} "$@"\n`;
  for (const name of ["node", "npx"]) {
    await writeFile(join(bin, name), print(name));
    await chmod(join(bin, name), 0o755);
  }
  const variables = Object.entries(inputs).map(([name, value]) => [
    `APP_UPDATE_${name.toUpperCase()}`,
    value,
  ]);
  const env = { PATH: `${bin}:/usr/bin:/bin`, GITHUB_ACTION_PATH: action, ...Object.fromEntries(variables) };
  const { stdout } = await run("/bin/bash", [join(action, "action.sh")], { env });
  return stdout.replace(/\n$/, "").replaceAll(action, "<action>").split("\n");
}

const INPUTS = {
  command: "release",
  stack: "alpha",
  project: "",
  version: "v1",
  backend: "",
  frontend: "",
  region: "",
  timeout: "",
  within: "",
  force: "false",
  check: "true",
  digest: "",
  arguments: "",
};

test("runs app-update from its own folder where that is installed", async () => {
  expect(await called(INPUTS, { installed: true })).toEqual([
    "node",
    "<action>/src/start.js",
    "release",
    "--stack=alpha",
    "--",
    "v1",
  ]);
});

test("otherwise the same version from npm", async () => {
  const { name, version } = JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8"));
  expect(await called(INPUTS, { installed: false })).toEqual([
    "npx",
    "--yes",
    `${name}@${version}`,
    "release",
    "--stack=alpha",
    "--",
    "v1",
  ]);
});

test("gives on what it is given as it is, one argument a line", async () => {
  const inputs = {
    ...INPUTS,
    command: "rollback",
    stack: "alpha; rm -rf $HOME",
    version: "",
    region: "eu-west-1",
    arguments: "--to=v1 $(date)\n\n--dry-run\n",
  };
  expect((await called(inputs, { installed: true })).slice(2)).toEqual([
    "rollback",
    "--stack=alpha; rm -rf $HOME",
    "--region=eu-west-1",
    "--to=v1 $(date)",
    "--dry-run",
  ]);
});

test.each(["", "--force", " v1 "])(
  "passes the version %j on as a version, for app-update to judge",
  async (version) => {
    for (const command of ["release", "plan"])
      expect((await called({ ...INPUTS, command, version }, { installed: true })).slice(2)).toEqual([
        command,
        "--stack=alpha",
        "--",
        version,
      ]);
  },
);

test("leaves the check out where it is told to", async () => {
  expect((await called({ ...INPUTS, check: "false" }, { installed: true })).slice(2)).toEqual([
    "release",
    "--stack=alpha",
    "--no-check",
    "--",
    "v1",
  ]);
});

test("passes on the project where one is given", async () => {
  expect((await called({ ...INPUTS, project: "shop" }, { installed: true })).slice(2)).toEqual([
    "release",
    "--stack=alpha",
    "--project=shop",
    "--",
    "v1",
  ]);
});

test.each([
  [{ backend: "v2" }, ["--backend=v2"]],
  [{ frontend: "v5 --force" }, ["--frontend=v5 --force"]],
  [{ backend: "v2", frontend: "v5" }, ["--backend=v2", "--frontend=v5"]],
])("passes on the versions of single images, without an empty one for all: %j", async (given, passed) => {
  for (const command of ["release", "plan"]) {
    const inputs = { ...INPUTS, command, version: "", ...given };
    const words = [command, "--stack=alpha", ...passed];
    expect((await called(inputs, { installed: true })).slice(2)).toEqual(words);
    expect((await called({ ...inputs, version: "v1" }, { installed: true })).slice(2)).toEqual([
      ...words,
      "--",
      "v1",
    ]);
  }
});

test("each image can be given a version", async () => {
  const action = await readFile(join(PACKAGE, "action.yml"), "utf8");
  for (const image of Object.keys(IMAGES)) expect(action).toContain(`\n  ${image}:\n`);
});

test("passes on timeout, within, force and each digest", async () => {
  const digests = ["backend=sha256:a", "frontend=sha256:b"];
  for (const digest of [digests.join(" "), `${digests.join("\n")}\n`, ` ${digests.join("   ")} `]) {
    const inputs = { ...INPUTS, timeout: "60m", within: "295m", force: "true", digest };
    expect((await called(inputs, { installed: true })).slice(2)).toEqual([
      "release",
      "--stack=alpha",
      "--timeout=60m",
      "--within=295m",
      "--force",
      "--digest=backend=sha256:a",
      "--digest=frontend=sha256:b",
      "--",
      "v1",
    ]);
  }
});

test("makes no second argument of what is in a value, and no file name of a star", async () => {
  const inputs = { ...INPUTS, timeout: "30m --stack=prod", digest: "*" };
  expect((await called(inputs, { installed: true })).slice(4)).toEqual([
    "--timeout=30m --stack=prod",
    "--digest=*",
    "--",
    "v1",
  ]);
});

test.each(["force", "check"])("refuses a %s that is neither true nor false", async (name) => {
  const refused = await called({ ...INPUTS, [name]: "yes" }, { installed: true }).catch((error) => error);
  expect(refused).toMatchObject({
    code: 3,
    stdout: `::error::The input ${name} is 'yes'. Write true or false.\n`,
  });
});

test("every input reaches the script through a variable, and every output is one that app-update writes", async () => {
  const action = await readFile(join(PACKAGE, "action.yml"), "utf8");
  const [, inputs = "", outputs = "", steps = ""] = action.split(/^(?:inputs|outputs|runs):$/m);
  const names = (block: string) => [...block.matchAll(/^ {2}([a-z-]+):$/gm)].map((match) => match[1]);
  for (const name of names(inputs))
    expect(steps).toContain(`APP_UPDATE_${name?.toUpperCase()}: \${{ inputs.${name} }}`);
  expect(steps.split(/^ {6}run:/m)[1]).not.toContain("${{");
  expect(names(outputs)).toEqual(["release", "version", "result", "url"]);
});
