import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pythonEnvironment } from "../../../src/index.ts";
import { manifestFolder } from "../../../src/install/manifests.ts";
import { STARTER } from "../../support/image/theImages.ts";

/** What Hadolint finds in a Dockerfile, a line each. */
async function hadolint(...args: string[]): Promise<{ status: number | null; found: string[] }> {
  const programs = await pythonEnvironment(join(manifestFolder("hadolint"), "requirements.txt"));
  const { status, stdout, stderr } = spawnSync(join(programs, "hadolint"), ["--no-color", ...args], {
    encoding: "utf8",
    input: "FROM python\nRUN pip install django\n",
  });
  return { status, found: `${stdout}${stderr}`.split("\n").filter(Boolean) };
}

test("Hadolint finds nothing in the starter's Dockerfiles", async () => {
  const files = ["backend", "frontend"].map((image) => join(STARTER, image, "Dockerfile"));
  expect(await hadolint(...files)).toEqual({ status: 0, found: [] });
});

test("and would find what is wrong with one", async () => {
  const { status, found } = await hadolint("-");
  expect([status, found.map((line) => line.split(" ")[1])]).toEqual([1, ["DL3006", "DL3013", "DL3042"]]);
});
