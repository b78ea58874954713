import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import { copyProject, typeScriptSettings } from "../src/sandbox/project.ts";

const manifest = "name: shop\n# Where the programs are.\nmain: stacks\nruntime: nodejs\n";

function project(files: Record<string, string>) {
  const from = temporaryFolder();
  const to = join(temporaryFolder(), "copy");
  const lines: string[] = [];
  const write = (name: string, text: string) => writeFileSync(join(from, name), text);
  for (const [name, text] of Object.entries({ "Pulumi.yaml": manifest, ...files })) write(name, text);
  return {
    from,
    to,
    lines,
    write,
    copy: () => copyProject(from, to, (line) => lines.push(line)),
    read: (name: string) => readFileSync(join(to, name), "utf8"),
    edit: (name: string, text: string) => writeFileSync(join(to, name), text),
  };
}

test("the copy runs the same programs, and comments stay", () => {
  const { from, copy, read } = project({});
  copy();
  expect(read("Pulumi.yaml")).toBe(
    `name: shop\n# Where the programs are.\nmain: ${join(from, "stacks")}\nruntime: nodejs\n`,
  );
});

test("a project without `main` runs from its own folder", () => {
  const { from, copy, read } = project({ "Pulumi.yaml": "name: shop\n" });
  copy();
  expect(read("Pulumi.yaml")).toBe(`name: shop\nmain: ${from}\n`);
});

test("what the engine writes into the copy stays until the original changes; its salt stays longer", () => {
  const { from, write, copy, read, edit } = project({
    "Pulumi.dev.yaml": "# Mine.\nconfig:\n  shop:size: 1\n",
  });
  copy();
  expect(read("Pulumi.dev.yaml")).toBe("# Mine.\nconfig:\n  shop:size: 1\n");

  edit("Pulumi.dev.yaml", "config:\n  shop:size: 2\nencryptionsalt: v1:abc\n");
  copy();
  expect(read("Pulumi.dev.yaml")).toBe("config:\n  shop:size: 2\nencryptionsalt: v1:abc\n");
  expect(readFileSync(join(from, "Pulumi.dev.yaml"), "utf8")).toBe("# Mine.\nconfig:\n  shop:size: 1\n");

  write("Pulumi.dev.yaml", "config:\n  shop:size: 3\n");
  copy();
  expect(read("Pulumi.dev.yaml")).toBe("config:\n  shop:size: 3\nencryptionsalt: v1:abc\n");
});

test("a stack file that is gone goes from the copy; one that only the copy has stays", () => {
  const { from, to, copy, read, edit } = project({ "Pulumi.dev.yaml": "config: {}\n" });
  copy();
  edit("Pulumi.mine.yaml", "config:\n  shop:size: 9\n");
  rmSync(join(from, "Pulumi.dev.yaml"));
  copy();
  expect(existsSync(join(to, "Pulumi.dev.yaml"))).toBe(false);
  expect(read("Pulumi.mine.yaml")).toBe("config:\n  shop:size: 9\n");
});

test("the secrets of a real stack, which only its own key opens, become stand-ins", () => {
  const { lines, copy, read } = project({
    "Pulumi.prod.yaml": [
      "secretsprovider: awskms://alias/shop",
      "encryptedkey: AQIC",
      "config:",
      "  shop:token:",
      "    secure: v1:aaa",
      "  shop:keys:",
      "    stripe:",
      "      secure: v1:bbb",
      "    plain: yes",
      "",
    ].join("\n"),
    "Pulumi.test.yaml": "encryptionsalt: v1:theirs\nconfig:\n  shop:token:\n    secure: v1:ccc\n",
  });
  copy();
  expect(read("Pulumi.prod.yaml")).toBe(
    [
      "config:",
      "  shop:token: stand-in-of-the-sandbox",
      "  shop:keys:",
      "    stripe: stand-in-of-the-sandbox",
      "    plain: yes",
      "",
    ].join("\n"),
  );
  expect(read("Pulumi.test.yaml")).toBe("config:\n  shop:token: stand-in-of-the-sandbox\n");
  expect(lines).toEqual([
    "Pulumi.prod.yaml: 2 secret settings are stand-ins here.",
    "Pulumi.test.yaml: 1 secret setting is a stand-in here.",
  ]);
});

test("an empty stack file is a stack without settings", () => {
  const { copy, read } = project({ "Pulumi.dev.yaml": "" });
  copy();
  expect(read("Pulumi.dev.yaml")).toBe("");
});

test("a missing project and a broken file are named", () => {
  const { from, copy, write } = project({});
  write("Pulumi.dev.yaml", "config: [\n");
  expect(copy).toThrow(
    `${join(from, "Pulumi.dev.yaml")} is not valid YAML: Flow sequence in block collection must be`,
  );
  rmSync(join(from, "Pulumi.yaml"));
  expect(copy).toThrow(`There is no Pulumi.yaml in ${from}.`);
});

test.each<[string, string, Record<string, string>]>([
  ["as Pulumi does it, unless it says otherwise", "nodejs", { PULUMI_NODEJS_TYPESCRIPT: "true" }],
  [
    "with settings of its own",
    "{ name: nodejs, options: { tsconfig: infra.json } }",
    { PULUMI_NODEJS_TYPESCRIPT: "true", PULUMI_NODEJS_TSCONFIG_PATH: "infra.json" },
  ],
  ["by Node itself", "{ name: nodejs, options: { typescript: false } }", {}],
])("a project's TypeScript is run %s", (_how, runtime, settings) => {
  const { from } = project({ "Pulumi.yaml": `name: shop\nruntime: ${runtime}\n` });
  expect(typeScriptSettings(from)).toEqual(settings);
});

const example = "must be a map of settings, such as\n\nconfig:\n  ublog:program: app\n";

test.each([
  ["a text", "hello\n", `is "hello", and ${example}`],
  ["a number", "42\n", `is 42, and ${example}`],
  ["a list", "- config\n", `is a list, and ${example}`],
  ["a config that is a list", "config: [1]\n", `config is a list, and ${example}`],
  ["a config that is a text", "config: all of it\n", `config is "all of it", and ${example}`],
  ["binary", "\0\u0001\u0002", "is not text in UTF-8. Write its settings as YAML."],
  ["an alias of nothing", "config: *all\n", "is not valid YAML: Unresolved alias"],
])("a stack file that is %s is refused by name, and so is such a Pulumi.yaml", (_, text, problem) => {
  const said = problem.replace(/^config/, ": config").replace(/^(?=[^:])/, " ");
  for (const name of ["Pulumi.dev.yaml", "Pulumi.yaml"]) {
    const { from, copy } = project({ [name]: text });
    expect(copy).toThrow(`${join(from, name)}${said}`);
  }
});

test("a folder in the place of a stack file is refused by name", () => {
  const { from, copy } = project({});
  mkdirSync(join(from, "Pulumi.dev.yaml"));
  expect(copy).toThrow(`${join(from, "Pulumi.dev.yaml")} is a folder where a file is needed.`);
});

test.each(["", "# Nothing yet.\n"])("a stack file with nothing in it will do: %j", (text) => {
  const { copy, read } = project({ "Pulumi.dev.yaml": text });
  copy();
  expect(read("Pulumi.dev.yaml")).toBe("");
});
