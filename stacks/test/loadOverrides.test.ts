import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadOverrides } from "../loadOverrides.ts";

async function loading(text?: string) {
  const folder = mkdtempSync(join(tmpdir(), "ublog-overrides-"));
  try {
    if (text !== undefined) writeFileSync(join(folder, "overrides.ts"), text);
    return await loadOverrides(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("without overrides.ts there is nothing to do", async () => {
  await expect(loading()).resolves.toEqual({});
});

test.each([
  [
    "exports something else",
    "export const transforms = () => undefined;",
    "stacks/overrides.ts: exports no transform. Write: export const transform: ResourceTransform = ({ type, props, opts }) => …; or remove the file.",
  ],
  [
    "exports no function",
    "export const transform = [];",
    "stacks/overrides.ts: exports a transform that is not a function. Write: export const transform: ResourceTransform = ({ type, props, opts }) => …; or remove the file.",
  ],
  [
    "fails when it is loaded",
    'throw new Error("no such tag");',
    "stacks/overrides.ts: can't be loaded. no such tag",
  ],
])("a file that %s is refused", async (_, text, message) => {
  await expect(loading(text)).rejects.toThrow(message);
});
