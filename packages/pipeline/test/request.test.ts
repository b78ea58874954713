import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyPreview } from "../src/preview.ts";
import { projectFolder } from "../src/projectFolder.ts";
import { checkRequest } from "../src/request.ts";
import { type Basis, checkBasis, savePreview } from "../src/savedPlan.ts";
import { stackFiles } from "../src/stackFiles.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pipeline-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (file: string, text: string) => writeFileSync(join(folder, file), text);

describe("the stacks of a checkout", () => {
  test("are those with a config file, with what it says of program, base and secrets", () => {
    put("Pulumi.yaml", "name: ublog\n");
    put("Pulumi.base.yaml", "secretsprovider: awskms://alias/p\nconfig:\n  ublog:program: base\n");
    put("Pulumi.alpha.yaml", "config:\n  ublog:program: app\n  ublog:base: base\n  other:base: wrong\n");
    put("Pulumi.empty.yaml", "");
    put("Pulumi.md", "");
    const none = { program: undefined, base: undefined, secretsProvider: undefined };
    expect(stackFiles(folder)).toEqual([
      { ...none, stack: "alpha", file: "Pulumi.alpha.yaml", program: "app", base: "base" },
      {
        ...none,
        stack: "base",
        file: "Pulumi.base.yaml",
        program: "base",
        secretsProvider: "awskms://alias/p",
      },
      { ...none, stack: "empty", file: "Pulumi.empty.yaml" },
    ]);
    expect(projectFolder(folder)).toBe(folder);
  });

  test("are refused with everything that can't be read", () => {
    put("Pulumi.yaml", "name: ublog\n");
    put("Pulumi.alpha.yaml", "- a list");
    put("Pulumi.beta.yml", "config: {}\n");
    put("Pulumi.gamma.yaml", "a: b: c");
    expect(() => stackFiles(folder)).toThrow(
      /^Pulumi\.alpha\.yaml is not a map of settings\.\nPulumi\.beta\.yml is a file that Pulumi doesn't read\. Name it Pulumi\.beta\.yaml\.\nPulumi\.gamma\.yaml is not valid YAML: Nested mappings/,
    );
  });

  test("are missing where there is no project", () => {
    expect(() => projectFolder(folder)).toThrow(`There is no Pulumi.yaml in ${folder} or above it.`);
  });
});

describe("what somebody asks for", () => {
  const fileOf = (stack: string, program?: string) => ({
    stack,
    file: `Pulumi.${stack}.yaml`,
    program,
    base: undefined,
    secretsProvider: undefined,
  });
  const stacks = [fileOf("alpha"), fileOf("base")];

  test.each([
    ["alpha", "preview", ""],
    ["alpha", "up", ""],
    ["alpha", "up", "whatever"],
    ["base", "destroy", "base"],
  ])("%s %s %j is fine", (stack, operation, confirm) => {
    expect(() => checkRequest({ stack, operation, confirm }, stacks)).not.toThrow();
  });

  const unknown = (stack: string) =>
    `stack is ${JSON.stringify(stack)}, but there is no file of that stack. The stacks of this checkout: alpha, base. For a new one, commit its Pulumi.<stack>.yaml first.`;
  const unconfirmed = (confirm: string) =>
    `confirm is ${JSON.stringify(confirm)}. To destroy base, type its name there: "base". Nothing was changed.`;

  test.each([
    ["", "up", "", unknown("")],
    ["Alpha", "up", "", unknown("Alpha")],
    ["alpha ", "up", "", unknown("alpha ")],
    ["--help", "up", "", unknown("--help")],
    ["../alpha", "up", "", unknown("../alpha")],
    ["$(id)", "up", "", unknown("$(id)")],
    ["alpha", "", "", 'operation is "". Write preview, up or destroy.'],
    ["alpha", "refresh", "", 'operation is "refresh". Write preview, up or destroy.'],
    ["base", "destroy", "", unconfirmed("")],
    ["base", "destroy", "Base", unconfirmed("Base")],
    ["base", "destroy", "alpha", unconfirmed("alpha")],
  ])("%j %j %j is refused", (stack, operation, confirm, message) => {
    expect(() => checkRequest({ stack, operation, confirm }, stacks)).toThrow(message);
  });

  test.each(["up", "destroy"])("no workflow may %s what makes the roles of the workflows", (operation) => {
    const request = { stack: "account", operation, confirm: "account" };
    expect(() => checkRequest(request, [...stacks, fileOf("account", "bootstrap")])).toThrow(
      `stack is "account", which makes the roles of the workflows: none of them may change it. An administrator does: pulumi ${operation} --stack account. Nothing was changed.`,
    );
  });

  test("it can be previewed like any other", () => {
    const request = { stack: "account", operation: "preview", confirm: "" };
    expect(() => checkRequest(request, [...stacks, fileOf("account", "bootstrap")])).not.toThrow();
  });
});

describe("a kept preview holds", () => {
  const basis: Basis = { stack: "alpha", operation: "up", commit: "c1", fingerprint: "f1" };
  beforeEach(() => savePreview(folder, emptyPreview("alpha", "up"), basis));
  const again = "Nothing was changed. Start again from a new preview.";

  test("for the same stack, operation, commit and state", () => {
    expect(() => checkBasis(folder, { ...basis })).not.toThrow();
  });

  test.each([
    [{ stack: "beta" }, `The preview is of up alpha, this is up beta. ${again}`],
    [{ operation: "destroy" as const }, `The preview is of up alpha, this is destroy alpha. ${again}`],
    [{ commit: "c2" }, `The preview is of commit c1, this is c2. ${again}`],
    [
      { fingerprint: "f2" },
      `The state of alpha has moved since the preview: somebody else changed it. ${again}`,
    ],
  ])("not for %j", (difference, message) => {
    expect(() => checkBasis(folder, { ...basis, ...difference })).toThrow(message);
  });

  test("nowhere else", () => {
    const file = join(folder, "elsewhere", "basis.json");
    expect(() => checkBasis(join(folder, "elsewhere"), basis)).toThrow(
      `There is no ${file}: the preview didn't get that far, or it is another folder.`,
    );
  });
});
