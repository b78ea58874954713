import { UsageError } from "@ublog/terminal/errors";
import { afterEach, expect, test, vi } from "vitest";
import { main } from "../src/cli.ts";
import { help } from "../src/help.ts";
import { GROUPS, groupOf } from "../src/verbs.ts";

afterEach(() => vi.restoreAllMocks());

/** Runs the command line and keeps what it says. */
async function ublog(...args: string[]) {
  const [out, err]: string[][] = [[], []];
  vi.spyOn(console, "log").mockImplementation((line) => out?.push(`${line}\n`));
  vi.spyOn(console, "error").mockImplementation((line) => err?.push(`${line}\n`));
  vi.spyOn(process.stdout, "write").mockImplementation((text) => out?.push(String(text)) !== 0);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => err?.push(String(text)) !== 0);
  const code = await main(args);
  return { code, stdout: out?.join("") ?? "", stderr: err?.join("") ?? "" };
}

const verbs = GROUPS.flatMap((group) => group.verbs);

test("a verb belongs to one group", () => {
  const names = verbs.map(({ name }) => name);
  expect([...new Set(names)]).toEqual(names);
});

test.each(verbs.map(({ name, description }) => [name, description]))(
  "`ublog %s --help`",
  async (name, about) => {
    for (const words of [
      [name, "--help"],
      ["help", name],
    ]) {
      const { code, stdout, stderr } = await ublog(...words);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(new RegExp(`^Usage: ublog ${name} `));
      if (name !== "sandbox") expect(stdout.replaceAll(/\s+/g, " ")).toContain(about);
    }
  },
);

test.each([[[]], [["help"]], [["--help"]], [["-h"]]])(
  "%j lists the verbs by group, with the exit codes",
  async (args) => {
    const { code, stdout } = await ublog(...args);
    expect(code).toBe(0);
    expect(stdout).toBe(`${help(GROUPS, 80)}\n`);
  },
);

test("the help fits its width", () => {
  for (const width of [72, 80, 120])
    expect(
      help(GROUPS, width)
        .split("\n")
        .filter((line) => line.length > width),
    ).toEqual([]);
  expect(help(GROUPS, 80)).toContain(`
Releases: the application, in an environment that is up
  plan             compare what runs with what a release would make of it
  check            ask an image whether it fits the environment
  release          verify, check, migrate, roll out; all of it, or back
`);
});

const LISTED = "`ublog --help` lists them all.";
test.each([
  ["relaese", `"relaese" is not a verb of ublog. Did you mean release? ${LISTED}`],
  ["xyz", `"xyz" is not a verb of ublog. Write for example \`ublog status --stack alpha\`. ${LISTED}`],
  [
    "--stack",
    `"--stack" is not a verb of ublog. The verb comes first, such as \`ublog status --stack alpha\`. ${LISTED}`,
  ],
  [
    "app-update",
    `"app-update" is not a verb of ublog. Its verbs are verbs of ublog: leave the word out, as in \`ublog status --stack alpha\`. ${LISTED}`,
  ],
  [
    "project",
    `"project" is not a verb of ublog. Its verbs are verbs of ublog: leave the word out, as in \`ublog status --stack alpha\`. ${LISTED}`,
  ],
  [
    "pulumi",
    `"pulumi" is not a verb of ublog. Pulumi's commands are Pulumi's own, such as \`pulumi up --stack base\`; on the stand-in for AWS \`ublog sandbox pulumi up --stack base\`. ${LISTED}`,
  ],
])("%s is refused", async (word, message) => {
  await expect(main([word, "v1"])).rejects.toThrow(new UsageError(message));
});

test.each([
  ["release", 3, "error: required option '-s, --stack <name>' not specified\n"],
  ["stacks --bla", 1, "error: unknown option '--bla'\n"],
  ["rehearse --bla", 2, "error: unknown option '--bla'\n"],
  ["sandbox bla", 2, "error: unknown command 'bla'\n"],
])(
  "`ublog %s` ends with %i, which is the exit code of the program that has the verb",
  async (words, exit, said) => {
    const { code, stderr } = await ublog(...words.split(" "));
    expect(code).toBe(exit);
    expect(stderr).toContain(said);
  },
);

test("an error that nobody foresaw ends as in the program that has the verb", () => {
  expect(["apply", "release", "sweep", "nothing"].map((verb) => groupOf(verb)?.unforeseen)).toEqual([
    1,
    4,
    1,
    undefined,
  ]);
});
