import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../aws-model/test/support/temporaryFolder.ts";
import { projectOf } from "../src/project.ts";

/** A folder inside of one with this `Pulumi.yaml`. */
function insideOf(manifest: string) {
  const folder = temporaryFolder();
  const inner = join(folder, "packages", "backend");
  mkdirSync(inner, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), manifest);
  return { file: join(folder, "Pulumi.yaml"), inner };
}

test("the project is what is said, else that of the environment, else that of the nearest Pulumi.yaml", async () => {
  const { inner: folder } = insideOf("name: blog\nruntime: nodejs\n");
  const environment = { PULUMI_PROJECT: "shop" };
  expect(await projectOf({ given: "wiki", environment, folder })).toBe("wiki");
  expect(await projectOf({ environment, folder })).toBe("shop");
  expect(await projectOf({ environment: { PULUMI_PROJECT: "" }, folder })).toBe("blog");
  writeFileSync(join(folder, "Pulumi.yaml"), "name: nearer\n");
  expect(await projectOf({ environment: {}, folder })).toBe("nearer");
});

test("there is none where nothing says it", async () => {
  expect(await projectOf({ environment: {}, folder: temporaryFolder() })).toBeUndefined();
});

test.each([
  ["has no name", "runtime: nodejs\n"],
  ["has an empty one", "name: ''\n"],
  ["has a number", "name: 7\n"],
  ["is empty", ""],
  ["is no YAML", "name: [blog\n"],
])("a Pulumi.yaml that %s is refused, unless the project is said", async (_, manifest) => {
  const { file, inner: folder } = insideOf(manifest);
  await expect(projectOf({ environment: {}, folder })).rejects.toThrow(
    `${file} has no \`name\`: mend it, or write the Pulumi project's name with --project.`,
  );
  expect(await projectOf({ given: "blog", environment: {}, folder })).toBe("blog");
});
