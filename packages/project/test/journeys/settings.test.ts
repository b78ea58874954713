import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { temporaryFolder } from "../../../aws-model/test/support/temporaryFolder.ts";
import { openSandbox } from "../../../sandbox/src/index.ts";
import { VERBS } from "../../src/verbs.ts";

const repository = resolve(import.meta.dirname, "../../../..");

/** The commands of the README about settings, in their order. */
const commands = readFileSync(join(repository, "packages/project/README.md"), "utf8")
  .replace(/^.*\n## What an environment is set to/s, "")
  .replace(/\n## .*$/s, "")
  .split("\n")
  .filter((one) => one.startsWith("    "))
  .map((one) => one.trim());

/** A line with this in it. */
const line = (part: string) => expect.stringContaining(part);
const KEY = "STRIPE_KEY";
const NEXT_UP = "    1. ublog sandbox pulumi up --stack alpha";
const NOTHING_UP = expect.stringMatching(
  /^ {2}Note: No setting waits for `pulumi up` \(the last was .*\)\.$/,
);
const NOTHING_RELEASE = "  Note: Nothing waits for a release.";

/** What is told of each command: the lines that aren't about tasks, times and addresses. */
const told: [command: string, lines: unknown][] = [
  ["config list", expect.arrayContaining(["✓ alpha is up with the settings in Pulumi.alpha.yaml."])],
  [
    "config describe",
    [line("gunicorn.cpu (number): CPU units of one task; 1024 are one vCPU."), ...anyLines(2)],
  ],
  [
    "config set",
    [
      line("✓ Pulumi.alpha.yaml: gunicorn.cpu is 1024 (was 512); gunicorn.memoryMiB is 2048"),
      "  (was 1024).",
      "  Next:",
      NEXT_UP,
      "    2. ublog sandbox status --stack alpha: what waits for a release",
    ],
  ],
  [
    "secrets set",
    [
      `✓ Set ${KEY} in Pulumi.alpha.yaml, encrypted.`,
      "  Next:",
      NEXT_UP,
      "    2. ublog sandbox release VERSION --stack alpha: tasks that run don't have",
      `       ${KEY}`,
    ],
  ],
  [
    "status",
    [
      "Settings that wait for `pulumi up`",
      "Setting                  Change   Last up  File",
      "gunicorn.cpu             changed  512      1024",
      "gunicorn.memoryMiB       changed  1024     2048",
      `secretValues.${KEY}  added    –        not shown`,
      NOTHING_RELEASE,
    ],
  ],
  ["pulumi up", []],
  [
    "status",
    [
      "Infrastructure changes that wait for a release",
      line("Process   Setting"),
      line("gunicorn  cpu"),
      line(`gunicorn  gunicorn.secrets.${KEY}`),
      line("gunicorn  memory"),
      line(`default   default.secrets.${KEY}`),
      line(`beat      beat.secrets.${KEY}`),
      line(`update    update.secrets.${KEY}`),
      NOTHING_UP,
    ],
  ],
  ["release v1.2.4", []],
  ["status", [NOTHING_UP, NOTHING_RELEASE]],
  [
    "secrets set",
    [
      `✓ Set ${KEY} in Pulumi.alpha.yaml, encrypted.`,
      "  Next:",
      NEXT_UP,
      "    2. ublog sandbox restart --stack alpha: tasks read it when they start",
    ],
  ],
  ["pulumi up", []],
  [
    "secrets list",
    [
      "Name        From   State                         Read by",
      `${KEY}  value  changed: waits for a restart  gunicorn, default, beat, update`,
      "✓ alpha has 1 secret.",
    ],
  ],
  ["restart", []],
  [
    "secrets unset",
    [
      `✓ ${KEY} is retired in Pulumi.alpha.yaml: new revisions don't get it.`,
      "  Next:",
      NEXT_UP,
      "    2. ublog sandbox release VERSION --stack alpha",
      `    3. ublog sandbox secrets unset ${KEY} --stack alpha, which then takes it`,
      "       out, and `ublog sandbox pulumi up`",
    ],
  ],
  ["pulumi up", []],
  ["release v1.2.5", []],
  ["secrets unset", [`✓ ${KEY} is taken out of Pulumi.alpha.yaml.`, "  Next:", NEXT_UP]],
  ["pulumi up", []],
  ["secrets list", ["✓ alpha has no secrets of its own."]],
];

function anyLines(count: number): unknown[] {
  return Array(count).fill(expect.any(String));
}

test("the README's commands set, rotate and take out, and status says what waits each time", async () => {
  const stackFile = readFileSync(join(repository, "Pulumi.alpha.yaml"), "utf8");
  const sandbox = await openSandbox({ dir: temporaryFolder() });
  for (const stack of ["base", "alpha"])
    await sandbox.pulumi(["up", "--stack", stack, "--yes", "--skip-preview"]);
  expect((await sandbox.appUpdate(["release", "v1.2.3", "--stack", "alpha"])).code).toBe(0);
  const values = ["sk_live_1", "sk_live_2"];
  const done: [string, unknown][] = [];
  let everything = "";
  for (const written of commands) {
    const [, input, command = ""] = /^(printf .* \| )?(.*)$/.exec(written) ?? [];
    const words = command.replace(/^npx -y pnpm@12 ublog /, "").split(" ");
    const [verb = "", second = ""] = words;
    const stdin = input === undefined ? undefined : values.shift();
    const { code, stdout, stderr } =
      verb === "pulumi"
        ? await sandbox.pulumi([...words.slice(1), "--yes", "--skip-preview"])
        : await (Object.hasOwn(VERBS, verb) ? sandbox.projectVerb : sandbox.appUpdate)(words, { stdin });
    expect([code, written, code === 0 ? "" : stderr]).toEqual([0, written, ""]);
    everything += stdout + stderr;
    const name = ["restart", "status"].includes(verb) ? verb : `${verb} ${second}`;
    done.push([name, ["pulumi", "release", "restart"].includes(verb) ? [] : linesOf(verb, stdout)]);
  }
  expect(done).toEqual(told);
  expect(everything).not.toContain("sk_live");
  expect(readFileSync(join(repository, "Pulumi.alpha.yaml"), "utf8")).toBe(stackFile);
  // The copy says what the file says, but for the settings that were changed, and the salt.
  const { encryptionsalt: _, ...copy } = parse(
    readFileSync(join(sandbox.project, "Pulumi.alpha.yaml"), "utf8"),
  );
  expect(copy).toEqual(
    parse(stackFile.replace("cpu: 512", "cpu: 1024").replace("memoryMiB: 1024", "memoryMiB: 2048")),
  );
}, 600_000);

/** Without blank lines; of `status` what is below its table of processes and isn't its headline or an address. */
function linesOf(verb: string, stdout: string): string[] {
  const text = verb === "status" ? stdout.slice(stdout.indexOf("\n\n")) : stdout;
  return text.split("\n").filter((one) => one !== "" && !(verb === "status" && /^✓|^ {2}https:/.test(one)));
}
