import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { openStackFile, saveStackFile, textOf } from "../../src/settings/stackFile.ts";
import { ALPHA, settingsProject } from "../support/settings.ts";

const repository = resolve(import.meta.dirname, "../../../..");

test.each(["base", "alpha"])("Pulumi.%s.yaml of this repository is written as it was read", (stack) => {
  const file = openStackFile(repository, stack);
  expect(textOf(file)).toBe(readFileSync(join(repository, `Pulumi.${stack}.yaml`), "utf8"));
});

test("a change is all that changes: comments, blank lines and the file's rights stay", () => {
  const { folder, read } = settingsProject();
  const path = join(folder, "Pulumi.alpha.yaml");
  chmodSync(path, 0o640);
  const file = openStackFile(folder, "organization/ublog/alpha");
  expect(saveStackFile(file)).toBe(false);
  file.document.setIn(["config", "ublog:gunicorn", "cpu"], 1024);
  expect(saveStackFile(file)).toBe(true);
  expect(read()).toBe(ALPHA.replace("cpu: 512", "cpu: 1024"));
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

test.each(["[sh, -c, ls]", "[ sh, -c, ls ]"])("lists stay as they are written: %s", (list) => {
  const text = ALPHA.replace("encryptionsalt", `  ublog:x: ${list}\nencryptionsalt`);
  const { folder, read } = settingsProject(text);
  const file = openStackFile(folder, "alpha");
  file.document.setIn(["config", "ublog:base"], "other");
  saveStackFile(file);
  expect(read()).toBe(text.replace("ublog:base: base", "ublog:base: other"));
});

test("a link to a stack file stays one", () => {
  const { folder, read } = settingsProject();
  symlinkSync("Pulumi.alpha.yaml", join(folder, "Pulumi.beta.yaml"));
  const file = openStackFile(folder, "beta");
  file.document.setIn(["config", "ublog:base"], "other");
  saveStackFile(file);
  expect(read()).toBe(ALPHA.replace("ublog:base: base", "ublog:base: other"));
});

test("what somebody else has changed meanwhile isn't overwritten", () => {
  const { folder, read, write } = settingsProject();
  const file = openStackFile(folder, "alpha");
  file.document.setIn(["config", "ublog:base"], "other");
  write("Pulumi.alpha.yaml", `${ALPHA}# Mine.\n`);
  expect(() => saveStackFile(file)).toThrow(
    "Pulumi.alpha.yaml was changed by somebody else meanwhile; nothing was written. Run the command again.",
  );
  expect(read()).toBe(`${ALPHA}# Mine.\n`);
});

test.each([
  ["alhpa", "Did you mean alpha? The stacks here: alpha, base."],
  ["../x", "The stacks here: alpha, base."],
  ["", "The stacks here: alpha, base."],
])("there is no file of the stack %j", (stack, remedy) => {
  const { folder } = settingsProject();
  const name = stack.split("/").at(-1);
  expect(() => openStackFile(folder, stack)).toThrow(
    `There is no file Pulumi.${name}.yaml in ${folder}. ${remedy}`,
  );
});

test("a file that is no YAML is named", () => {
  const { folder } = settingsProject();
  writeFileSync(join(folder, "Pulumi.alpha.yaml"), "config: [\n");
  expect(() => openStackFile(folder, "alpha")).toThrow(
    `${join(folder, "Pulumi.alpha.yaml")} is not valid YAML: `,
  );
});
