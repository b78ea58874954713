import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { openSandbox, type SandboxOptions } from "../../src/sandbox/sandbox.ts";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** A Pulumi project of shelves with boxes, and the provider that makes the boxes. */
export const fixture = {
  project: join(fixtures, "project"),
  plugins: [{ name: "fixture", version: "1.0.0", program: join(fixtures, "boxPlugin.ts") }],
} satisfies SandboxOptions;

/** A sandbox of the test's own on the real engine, the lines it logs, and its boxes by size. */
export async function fixtureSandbox(options: SandboxOptions = {}) {
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const sandbox = await openSandbox({ ...fixture, dir: temporaryFolder(), log, ...options });
  return { sandbox, lines, boxes: () => boxesIn(sandbox.world) };
}

function boxesIn(file: string): unknown[] {
  const boxes = inWorld(file, (world) => world.resources());
  return boxes.map(({ state }) => state.size).sort();
}
