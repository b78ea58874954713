import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compare, merged } from "../../src/init/write/compare.ts";
import { linesOf } from "../../src/init/write/entries.ts";
import { decide, writeFiles } from "../../src/init/write/files.ts";
import { folderWith } from "./support.ts";

test("what is written is YAML that says the same", () => {
  const entries = [
    { key: "a:b", value: ["/*", "x, y", "plain", "a: b", "[x]"], comment: ["why"], note: "what" },
    {
      key: "c",
      value: [
        { key: "d", value: {} },
        { key: "yes", value: "no" },
      ],
      apart: true,
    },
    { key: "e f", value: { g: [1, true, null], "h i": "#x" } },
  ];
  expect(linesOf(entries, "  ").join("\n")).toBe(`  # why
  a:b: ["/*", "x, y", plain, "a: b", "[x]"] # what

  c:
    d: {}
    yes: "no"
  "e f": { g: [1, true, null], "h i": "#x" }`);
});

test("files are whole or not there: where one can't be written, none is, and nothing else stays", () => {
  const folder = folderWith({ "a.yaml": "old\n" });
  mkdirSync(join(folder, "b.yaml"));
  const decided = (name: string) => ({
    shown: name,
    path: join(folder, name),
    fate: "new" as const,
    text: "new\n",
    differences: [],
  });
  expect(() => writeFiles([decided("a.yaml"), decided("none/c.yaml")])).toThrow("ENOENT");
  expect([readdirSync(folder).sort(), readFileSync(join(folder, "a.yaml"), "utf8")]).toEqual([
    ["a.yaml", "b.yaml"],
    "old\n",
  ]);
  expect(() => writeFiles([decided("b.yaml")])).toThrow("EISDIR");
  expect(readdirSync(folder).sort()).toEqual(["a.yaml", "b.yaml"]);
  writeFiles([decided("a.yaml"), decided("d.yaml")]);
  expect([readdirSync(folder).sort(), readFileSync(join(folder, "a.yaml"), "utf8")]).toEqual([
    ["a.yaml", "b.yaml", "d.yaml"],
    "new\n",
  ]);
});

test("a file is compared by what it says, not by how it is written", () => {
  const wouldBe = "config:\n  x:a: 1\n  x:b: { c: [d, e] }\n  x:none: {}\n  x:workers: {}\n";
  expect(
    compare(
      "f",
      'config:\n  "x:b":\n    c:\n      - d\n      - e\n  x:a: 1 # why\n  x:workers: {}\n  x:none: {}\n',
      wouldBe,
    ),
  ).toEqual([]);
  const differences = compare(
    "f",
    "config:\n  x:a: '1'\n  x:b: []\n  x:none: { more: 1 }\n  x:workers: { mail: {} }\n",
    wouldBe,
  );
  expect(differences.map(({ setting, there, wouldBe }) => [setting, there, wouldBe])).toEqual([
    ["x:a", "1", 1],
    ["x:b", [], { c: ["d", "e"] }],
    ["x:workers", { mail: {} }, {}],
  ]);
});

test("a merge keeps what is around the values, and drops the mark of one that has been filled in", () => {
  const there = `# top
config:
  x:a: us-east-1 # CHANGE: the region

  # ours
  x:mine: { a: b } # kept
  x:group:
    # inside
    size: 3 # big
`;
  const wouldBe =
    "config:\n  x:a: eu-west-1\n  x:group:\n    size: 5\n    # new\n    more: [a] # note\n  x:new: {}\n";
  const differences = compare("f", there, wouldBe);
  expect(merged("f", there, wouldBe, differences)).toBe(`# top
config:
  x:a: eu-west-1

  # ours
  x:mine: { a: b } # kept
  x:group:
    # inside
    size: 5 # big
    # new
    more: [ a ] # note
  x:new: {}
`);
});

test("a file of the application that is there stays, whatever it says", () => {
  const folder = folderWith({ Dockerfile: "theirs\n" });
  const wanted = {
    shown: "Dockerfile",
    path: join(folder, "Dockerfile"),
    text: "ours\n",
    onlyIfAbsent: true,
  };
  expect(decide(wanted, true)).toMatchObject({ fate: "theirs", text: undefined });
});
