import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { taskWorld } from "@ublog/aws-model/test/support/taskWorld.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { main } from "../src/cli.ts";
import type { Engine } from "../src/engine/findEngine.ts";
import { needStackFiles } from "../src/sandbox/stackNames.ts";
import { script } from "./support/fakePrograms.ts";

const realOrNot =
  "Real: the Pulumi engine and the programs in stacks/.\nStand-in: AWS, kept in .sandbox/ on this machine.";

afterEach(() => vi.restoreAllMocks());

/** Runs the command line, in a sandbox of its own, with an engine that notes each call's arguments, a line each. */
async function cli(...args: string[]) {
  const folder = temporaryFolder();
  const dir = join(folder, "sandbox");
  const calls = join(folder, "calls");
  const pulumi = script(
    join(folder, "bin", "pulumi"),
    `{ for word in "$@"; do printf '<%s>' "$word"; done; echo; } >> ${calls}`,
    '[ "$1 $2" = "stack select" ] || [ "$1 $2" = "stack rm" ] && exit 6',
    'if [ "$1" = stack ]; then mkdir -p "$PULUMI_HOME/../state/.pulumi/stacks/ublog"; echo "{}" > "$PULUMI_HOME/../state/.pulumi/stacks/ublog/$5.json"; fi',
    '[ "$1" = fail ] && exit 7',
    "exit 0",
  );
  const engine: Engine = {
    pulumi,
    binDir: dirname(pulumi),
    version: "3.259.0",
    hostBeside: true,
    source: "path",
  };
  const out: string[] = [];
  const err: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line) => out.push(line));
  vi.spyOn(console, "error").mockImplementation((line) => err.push(line));
  vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => err.push(String(text)) > 0);
  const run = (words: string[]) => main(words, { dir, engine });
  const code = await run(args);
  return {
    code,
    out,
    err,
    dir,
    run,
    calls: () => (existsSync(calls) ? readFileSync(calls, "utf8").split("\n").slice(0, -1) : []),
  };
}

test.each([
  [["config", "--path", "--json", "a b", "-x=1", "", "--", "-5", "--help"]],
  [["config", "set", "minus", "--", "-5"]],
])("`pulumi %j` is handed on as it is", async (args) => {
  const { code, err, calls } = await cli("pulumi", ...args);
  expect(code).toBe(0);
  expect(calls()).toEqual([args.map((arg) => `<${arg}>`).join("")]);
  expect(err).toEqual([realOrNot]);
});

test.each([
  [["--help"], "<--help>"],
  [["--version"], "<--version>"],
  [["-h"], "<-h>"],
  [["help", "up"], "<help><up>"],
])("`pulumi %j` is Pulumi's own", async (args, call) => {
  const { calls } = await cli("pulumi", ...args);
  expect(calls()).toEqual([call]);
});

test("`pulumi` ends with the engine's exit code", async () => {
  expect((await cli("pulumi", "fail")).code).toBe(7);
});

test.each([
  [["up", "--stack", "alpha", "--yes"], "alpha"],
  [["up", "--yes", "-s", "alpha"], "alpha"],
  [["--non-interactive", "preview", "--stack=alpha"], "alpha"],
  [["config", "set", "a", "b", "--stack", "organization/ublog/base"], "base"],
])("a stack that %j names is made first, once", async (args, stack) => {
  const { err, run, calls } = await cli("pulumi", ...args);
  const call = args.map((arg) => `<${arg}>`).join("");
  expect(calls()).toEqual([`<stack><init><--no-select><--><${stack}>`, call]);
  expect(err).toEqual([realOrNot, `Made the stack ${stack}.`]);
  await run(["pulumi", ...args]);
  expect(calls().slice(2)).toEqual([call]);
});

const newOne = (name: string) =>
  `For a new one, write its settings into Pulumi.${name}.yaml, as Pulumi.alpha.yaml has them.`;
const naming = "A name has letters, digits, hyphens, underscores and periods, 100 at most.";

test.each([
  [
    "alhpa",
    `There is no stack "alhpa". Did you mean alpha? The stacks here: alpha, base. ${newOne("alhpa")}`,
  ],
  ["production", `There is no stack "production". The stacks here: alpha, base. ${newOne("production")}`],
  ["my stack", `There is no stack "my stack". The stacks here: alpha, base. ${naming}`],
  ["ünser", `There is no stack "ünser". The stacks here: alpha, base. ${naming}`],
  ["-x", `There is no stack "-x". The stacks here: alpha, base. ${naming}`],
  [
    "x".repeat(101),
    `There is no stack "${"x".repeat(58)}…" (101 characters). The stacks here: alpha, base. ${naming}`,
  ],
  [
    "organization/ublog/alhpa",
    `There is no stack "organization/ublog/alhpa". Did you mean alpha? The stacks here: alpha, base. ${newOne("alhpa")}`,
  ],
])(
  "a stack %j that isn't there is refused, with those that are, and nothing is made",
  async (stack, problem) => {
    for (const command of [["up", "--yes"], ["preview"], ["config", "set", "a", "b"]]) {
      const { code, err, calls } = await cli("pulumi", ...command, `--stack=${stack}`);
      expect([code, err, calls()]).toEqual([1, [realOrNot, problem], []]);
    }
  },
);

test.each(["../x", "other/x", "organization/other/x", "a/b/c/d", "/", "x/"])(
  "no stack is made of %j, which names another project's",
  async (stack) => {
    const { calls } = await cli("pulumi", "up", `--stack=${stack}`);
    expect(calls()).toEqual([`<up><--stack=${stack}>`]);
  },
);

test("a stack that was made without a file is there", async () => {
  const { dir, run, calls } = await cli("pulumi", "whoami");
  const stacks = join(dir, "state", ".pulumi", "stacks", "ublog");
  mkdirSync(stacks, { recursive: true });
  writeFileSync(join(stacks, "beta.json"), "{}");
  expect(await run(["pulumi", "up", "--stack=beta"])).toBe(0);
  expect(calls().at(-1)).toBe("<up><--stack=beta>");
});

test.each([
  [["stack", "select", "alhpa"]],
  [["stack", "rm", "--yes", "organization/ublog/alhpa"]],
  [["fail", "-salhpa"]],
  [["fail", "-s=alhpa"]],
])("`pulumi %j` says which stacks there are", async (args) => {
  const { code, err } = await cli("pulumi", ...args);
  expect(code).toBe(args[0] === "fail" ? 7 : 6);
  expect(err.at(-1)).toContain('alhpa". Did you mean alpha? The stacks here: alpha, base.');
});

test("where Pulumi fails at a state that is cut off, its file is named", async () => {
  const { dir, run, calls } = await cli("pulumi", "whoami");
  const stacks = join(dir, "state", ".pulumi", "stacks", "ublog");
  mkdirSync(stacks, { recursive: true });
  writeFileSync(join(stacks, "beta.json"), '{"version": 3,');
  const err = vi.spyOn(console, "error").mockImplementation(() => {});
  expect(await run(["pulumi", "fail"])).toBe(1);
  expect(calls().at(-1)).toBe("<fail>");
  expect(err.mock.lastCall?.[0]).toContain(`${join(stacks, "beta.json")} is not a stack's state any more`);
});

test("where Pulumi fails at a missing stack, the existing ones are named", async () => {
  const { code, err } = await cli("pulumi", "fail", "destroy", "--stack=alhpa");
  expect(code).toBe(7);
  expect(err.at(-1)).toContain('There is no stack "alhpa". Did you mean alpha?');
});

test.each([[["destroy", "--stack", "alpha"]], [["stack", "output", "--stack", "alpha"]], [["up"]]])(
  "%j makes no stack",
  async (args) => {
    const { calls } = await cli("pulumi", ...args);
    expect(calls()).toEqual([args.map((arg) => `<${arg}>`).join("")]);
  },
);

const copy =
  "Settings: those of a copy, which `sandbox pulumi` uses; your stack files stay\nas they are. The copy of a file starts over when you change the file itself.";

test("`project` says whose settings it works on, and ends with the exit code of its command", async () => {
  const { code, err, calls } = await cli("project", "nothing", "--stack", "alpha");
  expect([code, err, calls()]).toEqual([2, [realOrNot, copy], []]);
});

test("`project config` and `project secrets` make a stack that has settings, and refuse another", async () => {
  for (const verb of ["config", "secrets"]) {
    const { calls, run, err } = await cli("project", verb, "--stack", "alpha");
    expect(calls()).toContain("<stack><init><--no-select><--><alpha>");
    err.length = 0;
    expect(await run(["project", verb, "--stack", "alhpa"])).toBe(1);
    expect(err.at(-1)).toMatch(/^There is no stack "alhpa". Did you mean alpha\?/);
  }
});

test("an unknown command is refused with the one that was meant", async () => {
  const { code, err } = await cli("rehears");
  expect(code).toBe(2);
  expect(err.join("")).toBe(
    "error: unknown command 'rehears'\n(Did you mean rehearse?)\n(--help shows what there is)\n",
  );
});

test.each([[["engine", "--fast"]], [["reset", "now"]], [["rehearse", "--jsno"]], [[]]])(
  "%j is refused",
  async (args) => {
    expect((await cli(...args)).code).toBe(2);
  },
);

test.each([
  [["--timelin"], "unknown option '--timelin'\n(Did you mean --timeline?)"],
  [["--costs"], "unknown option '--costs'\n(Did you mean --cost?)"],
  [["--timeline", "--cost"], "option '--timeline' cannot be used with option '--cost'"],
])("`rehearse` with %j says what is wrong", async (options, problem) => {
  const { code, err } = await cli("rehearse", ...options);
  expect(code).toBe(2);
  expect(err.join("")).toBe(`error: ${problem}\n(--help shows what there is)\n`);
});

test.each(["rehearse", "sweep"])("`%s --help` says nothing of defaults that are none", async (command) => {
  expect((await cli(command, "--help")).out.join("")).not.toContain("default");
});

test.each([
  [
    ["rehearse", "--fault", "create:Vpc/base:explode"],
    '--fault is "create:Vpc/base:explode". Write <action>:<type>/<name>:<how>',
  ],
  [
    ["sweep", "--only", "create:Instnace/*:half"],
    '--only is "create:Instnace/*:half", but there is no type Instnace; did you mean Instance?',
  ],
  [["sweep", "--only", "nonsense"], '--only is "nonsense". Write <action>'],
  [["sweep", "--stack", "gamma"], "argument 'gamma' is invalid. Allowed choices are base, alpha."],
  [["pulumi", "up", "--fault", "half"], '--fault is "half". Write <action>'],
  [["pulumi", "up", "--fault"], "--fault needs a fault, such as create:Instance/ublog-base-database:half."],
  [
    ["rehearse", "--timeline", "--fault", "create:Vpc/base:half"],
    "option '--timeline' cannot be used with option '--fault <fault>'",
  ],
  [
    ["rehearse", "--cost", "--fault", "create:Vpc/base:half"],
    "option '--cost' cannot be used with option '--fault <fault>'",
  ],
])("%j is refused before anything is done", async (args, problem) => {
  const { code, err, out, calls } = await cli(...args);
  expect(code).toBe(2);
  expect(err.join("\n")).toContain(problem);
  expect([out, calls()]).toEqual([[], []]);
});

test("`pulumi --fault` is the sandbox's, up to a `--`, and what never came up is reported", async () => {
  const { code, err, calls } = await cli(
    "pulumi",
    "config",
    "--fault=delete:*/a:hang",
    "set",
    "--",
    "--fault",
  );
  expect(code).toBe(1);
  expect(calls()).toEqual(["<config><set><--><--fault>"]);
  expect(err).toEqual([
    realOrNot,
    "The fault delete:*/a:hang never happened: there was no delete of such a resource.",
  ]);
});

test("a fault that a failed run didn't get to is reported as that", async () => {
  const { code, err } = await cli("pulumi", "fail", "--fault=create:*/a:half");
  expect(code).toBe(7);
  expect(err).toEqual([
    realOrNot,
    "The fault create:*/a:half never happened: the run ended before any create of such a resource.",
  ]);
});

test("`rehearse --timeline` needs no engine, and can be read by programs", async () => {
  const { code, out, err, calls } = await cli("rehearse", "--timeline", "--json");
  expect(code).toBe(0);
  const { updates } = JSON.parse(out.join("\n")) as { updates: { update: string }[] };
  expect(updates.map(({ update }) => update)).toEqual([
    "up base",
    "up alpha",
    "destroy alpha",
    "destroy base",
  ]);
  expect(err).toEqual(["Real: the programs in stacks/. Stand-in: the engine and AWS, for some seconds."]);
  expect(calls()).toEqual([]);
});

test("what would not work in AWS is reported after an up or a destroy, and the command ends with 1", async () => {
  const { dir, err, run } = await cli("pulumi", "whoami");
  const told = async (...args: string[]) => {
    err.length = 0;
    return [await run(["pulumi", ...args]), ...err];
  };
  const { create } = taskWorld({ logGroup: null }, join(dir, "world.db"));
  const finding = [
    "Pulumi is done, but in AWS this would not work:",
    "  aws:ecs/service:Service web: ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1",
    "    (sandbox rule log-group-exists, see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html#enable_awslogs)",
  ].join("\n");
  expect(await told("up", "--yes")).toEqual([1, realOrNot, finding]);
  expect(await told("destroy", "--yes")).toEqual([1, realOrNot, finding]);
  expect(await told("preview")).toEqual([0, realOrNot]);
  expect(await told("up", "--help")).toEqual([0, realOrNot]);
  // A half-made world isn't checked.
  expect(await told("fail", "up")).toEqual([7, realOrNot]);
  create("aws:cloudwatch/logGroup:LogGroup", "web", { name: "/ecs/web" });
  expect(await told("up", "--yes")).toEqual([0, realOrNot]);
});

test.each([["pulumi"], ["project"], ["engine"], ["reset"], ["rehearse"]])(
  "`--help` names `%s`",
  async (command) => {
    const { code, out } = await cli("--help");
    expect(code).toBe(0);
    expect(out.join("")).toMatch(new RegExp(`^  ${command} `, "m"));
  },
);

test.each([["engine"], ["reset"], ["rehearse"]])("`%s --help` explains it", async (command) => {
  const { code, out } = await cli(command, "--help");
  expect(code).toBe(0);
  expect(out.join("")).toMatch(new RegExp(`^Usage: sandbox ${command} `));
});

test("`engine` says which it is", async () => {
  const { code, out, dir } = await cli("engine");
  expect(code).toBe(0);
  expect(out).toEqual([`Pulumi 3.259.0, found on PATH: ${join(dir, "..", "bin", "pulumi")}`]);
});

test("`reset` empties the sandbox", async () => {
  const { dir, out, run } = await cli("pulumi", "whoami");
  expect(existsSync(dir)).toBe(true);
  expect(await run(["reset"])).toBe(0);
  expect(existsSync(dir)).toBe(false);
  expect(await run(["reset"])).toBe(0);
  expect(out).toEqual(["The sandbox is empty.", "The sandbox was empty already."]);
});

test("`reset` leaves a sandbox alone in which an engine is at work", async () => {
  const { dir, err, run } = await cli("pulumi", "whoami");
  // A running program of that name, as far as the operating system knows.
  const program = join(dir, "pulumi");
  copyFileSync("/bin/sleep", program);
  const pulumi = spawn(program, ["60"]);
  onTestFinished(() => void pulumi.kill());
  const lock = join(dir, "state", ".pulumi", "locks", "organization", "ublog", "alpha", "a.json");
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, JSON.stringify({ pid: pulumi.pid }));
  expect(await run(["reset"])).toBe(1);
  expect(err.at(-1)).toBe("A Pulumi engine is working on alpha; wait for it, or stop it.");
  expect(existsSync(dir)).toBe(true);
});

test.each(["rehearsals", "sweeps"])("`reset` leaves the %s alone that run", async (kind) => {
  const { dir, err, run } = await cli("pulumi", "whoami");
  const other = spawn("sleep", ["60"]);
  onTestFinished(() => void other.kill());
  mkdirSync(join(dir, kind, String(other.pid)), { recursive: true });
  expect(await run(["reset"])).toBe(1);
  expect(err.at(-1)).toBe(
    `A rehearsal or a sweep is at work here (process ${other.pid}); wait for it, or stop it.`,
  );
  expect(existsSync(dir)).toBe(true);
});

describe("a sandbox that is broken", () => {
  const commands = [
    ["pulumi", "preview", "--stack=alpha"],
    ["pulumi", "up", "--stack=alpha", "--fault=create:*/a:half"],
  ];
  const again = "`npx -y pnpm@12 sandbox reset` forgets the whole sandbox and starts over.";

  /** A sandbox in which there is something else in a place. */
  async function broken(place: string, text: string) {
    const { dir, run, err } = await cli("pulumi", "whoami");
    const path = join(dir, place);
    rmSync(place === "world.db/x" ? dirname(path) : path, { recursive: true, force: true });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    err.length = 0;
    return { path, run, err, dir };
  }

  test.each([
    [
      "world.db",
      "garbage",
      "is not a world of the sandbox, or one of another version (file is not a database).",
    ],
    [
      "state/.pulumi/stacks/ublog/alpha.json",
      '{"checkpoint":',
      "is not a stack's state any more: it is cut off, or is something else.",
    ],
    [
      "state/.pulumi/stacks/ublog/alpha.json",
      "",
      "is not a stack's state any more: it is cut off, or is something else.",
    ],
  ])("in %s, which is %j, says so, and can be reset", async (place, text, problem) => {
    const { path, run, err, dir } = await broken(place, text);
    for (const command of commands) {
      expect(await run(command)).toBe(1);
      expect(err.at(-1)).toBe(`${path} ${problem} ${again}`);
    }
    expect(await run(["reset"])).toBe(0);
    expect(existsSync(dir)).toBe(false);
  });

  test("in a lock that a killed engine left empty goes on", async () => {
    const { run } = await broken("state/.pulumi/locks/organization/ublog/alpha/a.json", "");
    expect(await run(["pulumi", "preview", "--stack=alpha"])).toBe(0);
  });

  test.each(["", "home", "state", "project", "world.db/x"])(
    "by a file where a folder belongs, %j, says which, and leaves it alone",
    async (place) => {
      const { path, run, err } = await broken(place, "mine");
      const file = place === "world.db/x" ? dirname(path) : path;
      const told =
        place === "world.db/x"
          ? `The sandbox's world is in ${file}, and it can't be opened: it must be a file that you may read and write.`
          : `${file} is a file where a folder is needed. Move it away and run the command again.`;
      expect(await run(["pulumi", "preview", "--stack=alpha"])).toBe(1);
      expect(err.at(-1)).toBe(told);
      expect(readFileSync(path, "utf8")).toBe("mine");
    },
  );

  test("by being a file is not reset: it may be somebody's", async () => {
    const { path, run, err } = await broken("", "mine");
    expect(await run(["reset"])).toBe(1);
    expect(err.at(-1)).toBe(
      `${path.replace(/\/$/, "")} is a file, not a sandbox. Move it away: the sandbox makes a folder there.`,
    );
    expect(readFileSync(path, "utf8")).toBe("mine");
  });
});

test.each([["rehearse"], ["rehearse --timeline"], ["rehearse --cost"], ["sweep"]])(
  "`%s` needs the files of both stacks",
  (command) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "Pulumi.base.yaml"), "");
    expect(() => needStackFiles(folder, ["base", "alpha"], command)).toThrow(
      `${command} needs Pulumi.base.yaml and Pulumi.alpha.yaml, and Pulumi.alpha.yaml isn't in ${folder}. If it is only deleted: git checkout -- Pulumi.alpha.yaml`,
    );
    writeFileSync(join(folder, "Pulumi.alpha.yaml"), "");
    needStackFiles(folder, ["base", "alpha"], command);
  },
);
